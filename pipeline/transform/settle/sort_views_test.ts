// Tests of the order of one user's views.

import assert from "node:assert/strict";
import { columnOf, EPISODE, EVENT, SHOW, TEXT_COLUMNS } from "../scan/view_columns.ts";
import { compareViews, sortViews } from "./sort_views.ts";
import { createViewTable, type ViewTable } from "./view_table.ts";

const DEVICE = columnOf("device"), COUNTRY = columnOf("country");
const ALL = TEXT_COLUMNS.map(() => true);

/** Views as [start, show, episode, minutes, device, country, event]. */
function tableOf(views: readonly number[][]): ViewTable {
  const table = createViewTable(0, Uint32Array.of(views.length), ALL);
  views.forEach(([startMs, show, episode, minutes, device, country, event], row) => {
    table.startMs[row] = startMs;
    table.watchMinutes[row] = minutes;
    table.codes[SHOW]![row] = show;
    table.codes[EPISODE]![row] = episode;
    table.codes[DEVICE]![row] = device;
    table.codes[COUNTRY]![row] = country;
    table.codes[EVENT]![row] = event;
  });
  return table;
}

Deno.test("compareViews() looks at start, show, episode, duration, device, country, event id", () => {
  for (let field = 0; field < 7; field++) {
    // A smaller field wins over larger ones behind it.
    const small = [0, 1, 2, 3, 4, 5, 6].map((at) => at < field ? 1 : at === field ? 1 : 2);
    const large = [0, 1, 2, 3, 4, 5, 6].map((at) => at < field ? 1 : at === field ? 2 : 1);
    const table = tableOf([small, large]);
    assert.ok(compareViews(table, 0, 1) < 0, `field ${field}`);
    assert.ok(compareViews(table, 1, 0) > 0, `field ${field}`);
  }
});

Deno.test("sortViews() sorts the user's rows and leaves those of others alone", () => {
  const starts = [9, 5, 3, 4, 1, 2, 0];
  const table = tableOf(starts.map((startMs) => [startMs, startMs, 0, startMs, 0, 0, startMs]));
  sortViews(table, 1, 6);
  assert.deepEqual([...table.startMs], [9, 1, 2, 3, 4, 5, 0]);
  assert.deepEqual([...table.watchMinutes], [9, 1, 2, 3, 4, 5, 0]);
  assert.deepEqual([...table.codes[EVENT]!], [9, 1, 2, 3, 4, 5, 0]);
});

Deno.test("sortViews() sorts histories of any length and shape", () => {
  for (const count of [0, 1, 2, 255, 256, 257, 1_000]) {
    for (const shape of [1, 7, 64, count + 1]) {
      const starts = Array.from({ length: count }, (_, n) => (n % shape) * 1_000 - n);
      const table = tableOf(starts.map((startMs) => [startMs, 1, 0, 5, 0, 0, 0]));
      sortViews(table, 0, count);
      assert.deepEqual([...table.startMs], starts.sort((a, b) => a - b), `${count} by ${shape}`);
    }
  }
});
