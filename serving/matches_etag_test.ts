// Lists of tags, weak and strong ones, and texts that are none.

import assert from "node:assert/strict";
import { matchesEtag } from "./matches_etag.ts";

Deno.test("matchesEtag() compares weakly, in lists too, and takes * for any", () => {
  const cases: readonly [string | null, boolean][] = [
    ['W/"a"', true],
    ['"a"', true],
    ['"b", W/"a"', true],
    ['"b","a"', true],
    ["*", true],
    ['W/"b"', false],
    ['"a,b"', false],
    ['"b, "', false],
    ["a", false],
    ["", false],
    [null, false],
  ];
  for (const [header, expected] of cases) {
    assert.equal(matchesEtag(header, 'W/"a"'), expected, String(header));
    assert.equal(matchesEtag(header, '"a"'), expected, String(header));
  }
});
