// The way through a list that comes in pages: on to the next, and back to the first.

import { sameHref } from "./hrefs.ts";

/** Pages are found by cursors, so the one before is the browser's own "back". */
export function Pager({ url, next, nextText }: {
  readonly url: URL;
  readonly next: string | null;
  readonly nextText: string;
}) {
  const isFirst = !url.searchParams.has("cursor");
  if (isFirst && next === null) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {!isFirst && <a class="button" href={sameHref(url, {})}>First page</a>}
      {next !== null
        ? <a class="button" rel="next" href={sameHref(url, { cursor: next })}>{nextText}</a>
        : <span class="muted">That is the last page.</span>}
    </nav>
  );
}
