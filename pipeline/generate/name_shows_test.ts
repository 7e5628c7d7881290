// Tests of the invented names.

import assert from "node:assert/strict";
import { nameShows } from "./name_shows.ts";
import { Sfc32 } from "./sfc32.ts";

Deno.test("nameShows() gives different names, also when there are more than patterns allow", () => {
  const names = nameShows(20_000, new Sfc32(1)).map(({ name }) => name);
  assert.equal(new Set(names).size, 20_000);
  assert.ok(names.every((name) => name.trim() === name && name !== ""));
});

Deno.test("nameShows() gives names that test a reader: commas, quotes, other scripts", () => {
  const names = nameShows(400, new Sfc32(1)).map(({ name }) => name);
  // Not ASCII, or a cell that CSV has to quote.
  const special = names.filter((name) => /[^\u0020-\u007e]|[",]/.test(name));
  assert.ok(special.length > 400 * 0.1 && special.length < 400 * 0.25, String(special.length));
  for (const kind of [/,/, /"/, /ã|ç|é/, /[ぁ-龥]/, /[가-힣]/]) {
    assert.ok(names.some((name) => kind.test(name)), String(kind));
  }
});
