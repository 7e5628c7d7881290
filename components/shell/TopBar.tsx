// The bar on top: name, pages, and what stands at its end.

import type { ComponentChildren } from "preact";
import { FILTER_COLUMNS } from "../../domain/columns.ts";
import { isOfPage, SITE_PAGES } from "./site_pages.ts";

/** Parameters that hold for every page and so stay when another one is opened. */
const KEPT: readonly string[] = ["from", "to", "tz", ...FILTER_COLUMNS, "hour", "range"];

/** `children` stand at the end: connection, theme, help. */
export function TopBar({ url, children }: {
  readonly url: URL;
  readonly children: ComponentChildren;
}) {
  const kept = new URLSearchParams([...url.searchParams].filter(([name]) => KEPT.includes(name)));
  const search = kept.size > 0 ? `?${kept}` : "";
  return (
    <header class="top">
      <a class="skip" href="#content">Skip to content</a>
      <a class="brand" href={`/${search}`}>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3 2h2v16H3zM7 2v16l11-8z" />
        </svg>
        Playhead
      </a>
      <nav aria-label="Main">
        {SITE_PAGES.map(({ href, name }) => (
          <a
            key={href}
            href={href + search}
            class={isOfPage(url.pathname, href) ? "on" : ""}
            aria-current={isOfPage(url.pathname, href) ? "page" : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <div class="top-end">{children}</div>
    </header>
  );
}
