// Range headers: one range of bytes, the rest of the file, its end; several and nonsense are the whole.

import assert from "node:assert/strict";
import { readRange } from "./mount_file.ts";

Deno.test("readRange() reads one range of bytes, cut at the file's end", () => {
  assert.deepEqual(readRange("bytes=0-3", 10), { start: 0, end: 4 });
  assert.deepEqual(readRange("bytes=4-", 10), { start: 4, end: 10 });
  assert.deepEqual(readRange("bytes=4-99", 10), { start: 4, end: 10 });
  assert.deepEqual(readRange("bytes=-3", 10), { start: 7, end: 10 });
  assert.deepEqual(readRange("bytes=-99", 10), { start: 0, end: 10 });
});

Deno.test("readRange() knows what the file does not have, and leaves aside what it cannot do", () => {
  assert.equal(readRange("bytes=10-", 10), "unsatisfiable");
  assert.equal(readRange("bytes=-0", 10), "unsatisfiable");
  for (const header of [null, "bytes=0-1,3-4", "rows=0-1", "bytes=3-1", "bytes=-", "bytes=x"]) {
    assert.equal(readRange(header, 10), null);
  }
});
