// Tests of keeping which earliest date held when.

import assert from "node:assert/strict";
import { join } from "node:path";
import { FIRST_INSTANT_MS } from "../../domain/instant.ts";
import { keepEarliestDates } from "./keep_earliest_dates.ts";

function inFolder(use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const [OLD, NEW] = [Date.UTC(1950, 0), Date.UTC(1990, 0)];

Deno.test("keepEarliestDates() lets a new setting hold from the start that brings it", () => {
  inFolder((folder) => {
    const first = { sinceMs: -Infinity, earliestMs: OLD },
      second = { sinceMs: 20, earliestMs: NEW };
    assert.deepEqual(keepEarliestDates(folder, { earliestMs: OLD, nowMs: 10 }), [first]);
    assert.deepEqual(keepEarliestDates(folder, { earliestMs: NEW, nowMs: 20 }), [first, second]);
    assert.deepEqual(keepEarliestDates(folder, { earliestMs: NEW, nowMs: 30 }), [first, second]);
  });
});

Deno.test("keepEarliestDates() leaves what the store of an older version took", () => {
  inFolder((folder) => {
    Deno.writeTextFileSync(join(folder, "store.db"), "");
    const expected = [
      { sinceMs: -Infinity, earliestMs: FIRST_INSTANT_MS },
      { sinceMs: 10, earliestMs: NEW },
    ];
    assert.deepEqual(keepEarliestDates(folder, { earliestMs: NEW, nowMs: 10 }), expected);
    Deno.removeSync(join(folder, "store.db"));
    assert.deepEqual(keepEarliestDates(folder, { earliestMs: NEW, nowMs: 99 }), expected);
  });
});

Deno.test("keepEarliestDates() goes on with a file that is damaged or cannot be written", () => {
  inFolder((folder) => {
    const expected = [{ sinceMs: -Infinity, earliestMs: NEW }];
    for (const text of ["", "{}", "[]", '[{"since":"x"}]', "[1]"]) {
      Deno.writeTextFileSync(join(folder, "earliest_dates.json"), text);
      assert.deepEqual(keepEarliestDates(folder, { earliestMs: NEW, nowMs: 10 }), expected, text);
    }
    const none = join(folder, "earliest_dates.json", "below a file");
    assert.deepEqual(keepEarliestDates(none, { earliestMs: NEW, nowMs: 10 }), expected);
  });
});
