// Tests what the bars tell to those who do not see them.

import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { MinuteBars } from "./MinuteBars.tsx";

Deno.test("MinuteBars() says one view of one", () => {
  const said = (...views: number[]) =>
    render(
      <MinuteBars minutes={views.map((count, i) => ({ startMs: i * 60_000, views: count }))} />,
    );
  assert.match(said(0, 1), /aria-label="1 view in the last hour/);
  assert.match(said(2, 1), /aria-label="3 views in the last hour/);
});
