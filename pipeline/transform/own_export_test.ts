// Tests of telling a cell of nothing from one of an empty text.

import assert from "node:assert/strict";
import { isBareCell, isOwnExport } from "./own_export.ts";

Deno.test("isOwnExport() knows the columns that Playhead derives", () => {
  const own = ["user_id", "episode", " is_binge_session", "sitting_start"];
  assert.equal(isOwnExport(own), true);
  assert.equal(isOwnExport(own.slice(0, 3)), false);
  assert.equal(isOwnExport(["user_id", "show_name", "episode"]), false);
});

Deno.test("isBareCell() tells a cell of nothing from quotes, spaces and texts, wherever it stands", () => {
  const row = 'a,,"",  ,"x, ""y""","two\nlines",';
  const bare = [0, 1, 2, 3, 4, 5, 6].filter((index) => isBareCell(row, index, ","));
  assert.deepEqual(bare, [1, 6]);
  assert.equal(isBareCell('"";;', 0, ";"), false);
  assert.equal(isBareCell('"";;', 1, ";"), true);
  assert.equal(isBareCell(",x", 0, ","), true);
});
