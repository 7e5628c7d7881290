// Tests of runtimes inferred from what threads met, and of the lists in which they collect it.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { SHOW, TEXT_COLUMNS } from "../scan/view_columns.ts";
import { type DurationBlocks, DurationLists } from "./duration_lists.ts";
import { inferRuntimes } from "./infer_runtimes.ts";
import { createViewTable } from "./view_table.ts";

/** Collects rows of one user each, in steps of a few; row n has show `showOf(n)` and `minutesOf(n)`. */
function collect(
  rows: number,
  { showOf, minutesOf, shows = 4, inferred = () => true }: {
    readonly showOf: (row: number) => number;
    readonly minutesOf: (row: number) => number;
    readonly shows?: number;
    readonly inferred?: (show: number) => boolean;
  },
): DurationBlocks {
  const table = createViewTable(
    0,
    new Uint32Array(rows).fill(1),
    TEXT_COLUMNS.map((_, c) => c <= SHOW),
  );
  for (let row = 0; row < rows; row++) {
    table.codes[SHOW]![row] = showOf(row);
    table.watchMinutes[row] = minutesOf(row);
  }
  const lists = new DurationLists();
  const options = {
    inferred: Uint8Array.from({ length: shows }, (_, show) => inferred(show) ? 1 : 0),
    qualifiedMinutes: 2,
  };
  const step = Math.ceil(rows / 7);
  for (let firstIndex = 0; firstIndex < rows; firstIndex += step) {
    lists.addUsers(table, { firstIndex, endIndex: Math.min(rows, firstIndex + step) }, options);
  }
  const taken = lists.take();
  assert.equal(lists.take().lengths.reduce((sum, length) => sum + length), 0);
  return taken;
}

/** Durations of show 1, from `first` minutes on. */
const durations = (count: number, first = 2) =>
  collect(count, { showOf: () => 1, minutesOf: (row) => first + row });

Deno.test("inferRuntimes() takes the nearest rank over the durations of all threads", () => {
  const parts = [durations(10, 12), durations(10, 2)];
  assert.deepEqual([...inferRuntimes(parts, 2, DEFAULT_THRESHOLDS)], [NaN, 20]);
  assert.equal(inferRuntimes([durations(21)], 2, DEFAULT_THRESHOLDS)[1], 21);
});

Deno.test("inferRuntimes() leaves a show with fewer than 20 durations unknown", () => {
  assert.deepEqual([...inferRuntimes([durations(19)], 2, DEFAULT_THRESHOLDS)], [NaN, NaN]);
});

Deno.test("inferRuntimes() takes a thread that settled nobody", () => {
  const none = new DurationLists().take();
  assert.equal(inferRuntimes([none, durations(20)], 3, DEFAULT_THRESHOLDS)[1], 20);
});

Deno.test("inferRuntimes() infers a share of the shows", () => {
  const parts = [durations(20)];
  assert.equal(inferRuntimes(parts, 4, { ...DEFAULT_THRESHOLDS, first: 1, step: 2 })[1], 20);
  assert.ok(Number.isNaN(inferRuntimes(parts, 4, { ...DEFAULT_THRESHOLDS, first: 0, step: 2 })[1]));
});

Deno.test("inferRuntimes() is the percentile of a sorted list, also over many pieces of memory", () => {
  const rows = 700_000, shows = 300;
  // By a fixed rule that looks random; shows of very different sizes, some views too short.
  const random = (row: number) => (Math.imul(row + 1, 0x9e3779b1) >>> 0) / 2 ** 32;
  const showOf = (row: number) => Math.floor(shows * random(row) ** 3);
  const minutesOf = (row: number) => Math.floor(12_000 * random(row + rows)) / 100;
  const inferred = (show: number) => show % 5 !== 0;
  const half = rows / 2;
  const parts = [0, half].map((from) =>
    collect(half, {
      showOf: (row) => showOf(row + from),
      minutesOf: (row) => minutesOf(row + from),
      ...{ shows, inferred },
    })
  );
  const expected = Array.from({ length: shows }, (): number[] => []);
  for (let row = 0; row < rows; row++) {
    if (minutesOf(row) >= 2 && inferred(showOf(row))) expected[showOf(row)].push(minutesOf(row));
  }
  assert.deepEqual(
    [...inferRuntimes(parts, shows, DEFAULT_THRESHOLDS)],
    expected.map((list) =>
      list.length < 20 ? NaN : list.sort((a, b) => a - b)[Math.ceil(list.length * 0.95) - 1]
    ),
  );
});
