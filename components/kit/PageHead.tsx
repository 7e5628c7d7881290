// The head of a page: its title, a line about what it shows, and what stands beside it.

import type { ComponentChildren } from "preact";

/** `trail` leads back to the list that the page belongs to. */
export function PageHead({ title, note, trail, children }: {
  readonly title: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly trail?: { readonly href: string; readonly text: string };
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="page-head">
      <div>
        {trail !== undefined && <a class="trail" href={trail.href}>{trail.text}</a>}
        <h1>{title}</h1>
        {note !== undefined && <p class="muted">{note}</p>}
      </div>
      {children}
    </div>
  );
}
