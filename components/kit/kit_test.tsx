// Tests what parts of all pages say.

import assert from "node:assert/strict";
import type { ComponentChild } from "preact";
import { render } from "preact-render-to-string";
import { Trend } from "./Trend.tsx";
import { UnknownName } from "./UnknownName.tsx";

const NAME = 'A/B "C", <D> 100%';
const PLACE = new URL("http://localhost/shows?range=7d&cursor=x&sort=users");
const html = (node: ComponentChild) => render(<>{node}</>);

Deno.test("<UnknownName> says what may have happened and searches the list", () => {
  const text = html(<UnknownName kind="show" name={NAME} list="/shows" url={PLACE} />);
  assert.match(text, /No show <bdi>“A\/B/);
  assert.match(text, /action="\/shows"/);
});

Deno.test("Trend tells numbers in percent of before, and shares in points", () => {
  const told = (props: { now: number | null; before: number | null; isShare?: boolean }) =>
    html(<Trend {...props} />).replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
  assert.match(told({ now: 110, before: 100 }), /^▲ up 10% on the period before$/);
  assert.match(told({ now: 0.62, before: 0.6, isShare: true }), /^▲ up 2 points on/);
  assert.match(told({ now: 0.59, before: 0.6, isShare: true }), /^▼ down 1 point on/);
  assert.match(told({ now: 0.6, before: 0.6, isShare: true }), /^= unchanged on/);
  assert.match(told({ now: 5, before: 0 }), /^no period before to compare$/);
  assert.match(told({ now: 0.1, before: 0, isShare: true }), /^▲ up 10 points on/);
});
