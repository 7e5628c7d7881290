// Tests that the rows of a row group are the table's, without dropped duplicates, wherever it begins.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { columnOf, SHOW, TEXT_COLUMNS } from "../transform/scan/view_columns.ts";
import { createViewTable } from "../transform/settle/view_table.ts";
import { RowGroupGatherer } from "./row_group_rows.ts";

const DEVICE = columnOf("device");
const FIRST_USER = 40;
const runtimes = { byShow: Float64Array.of(60, NaN, 120), byEpisode: new Map() };

/** Users with 3, 1, 0, 4 and 2 kept rows; the first and the fourth dropped one. Minutes tell rows apart. */
function tableOfFive() {
  const present = TEXT_COLUMNS.map((_, column) => column <= SHOW || column === DEVICE);
  const table = createViewTable(FIRST_USER, Uint32Array.of(4, 1, 0, 5, 2), present);
  table.kept.set([3, 1, 0, 4, 2]);
  for (let i = 0; i < 12; i++) {
    table.startMs[i] = 1000 * i;
    table.sittingStartMs[i] = 10 * i;
    table.watchMinutes[i] = 30 + i;
    table.episodesInSitting[i] = i % 5;
    table.codes[SHOW]![i] = i % 3;
    table.codes[DEVICE]![i] = i;
  }
  return table;
}

/** Rows of the table that are kept, with their users. */
const KEPT = [[0, 0], [1, 0], [2, 0], [4, 1], [5, 3], [6, 3], [7, 3], [8, 3], [10, 4], [11, 4]];

function assertRows(rows: ReturnType<RowGroupGatherer["gather"]>, expected: number[][]): void {
  assert.equal(rows.rows, expected.length);
  expected.forEach(([row, user], i) => {
    const { watchMinutes, completionRates, engagementScores } = rows;
    const runtime = runtimes.byShow[row % 3], episodes = row % 5;
    const completion = Math.min(1, (30 + row) / runtime);
    const depth = Math.min(1, Math.max(0, episodes - 1) / 2);
    assert.equal(rows.userCodes[i], FIRST_USER + user);
    assert.equal(rows.startMs[i], 1000 * row);
    assert.equal(rows.sittingStartMs[i], 10 * row);
    assert.equal(rows.showCodes[i], row % 3);
    assert.equal(rows.dimensionCodes.device?.[i], row);
    assert.equal(rows.isBinge[i], episodes >= 3 ? 1 : 0);
    assert.equal(watchMinutes.values[watchMinutes.codes[i]], 30 + row);
    assert.equal(completionRates.values[completionRates.codes[i]], completion);
    assert.equal(
      engagementScores.values[engagementScores.codes[i]],
      0.7 * completion + 0.3 * depth,
    );
  });
  assert.equal(rows.episodeCodes, null);
  assert.equal(rows.dimensionCodes.country, null);
}

Deno.test("RowGroupGatherer gathers any run of kept rows, with one memory for all", () => {
  const table = tableOfFive(), gatherer = new RowGroupGatherer(DEFAULT_THRESHOLDS);
  for (let from = 0; from < KEPT.length; from++) {
    for (let to = KEPT.length; to > from; to--) {
      const [row, firstIndex] = KEPT[from], skip = row - table.userStarts[firstIndex];
      const request = { table, rows: to - from, firstIndex, skip };
      assertRows(gatherer.gather(request, runtimes), KEPT.slice(from, to));
    }
  }
});

Deno.test("RowGroupGatherer gathers picked rows", () => {
  const picked = KEPT.filter((_, i) => i % 3 !== 1), table = tableOfFive();
  const request = { table, rows: picked.length, picked: Uint32Array.from(picked, ([row]) => row) };
  assertRows(new RowGroupGatherer(DEFAULT_THRESHOLDS).gather(request, runtimes), picked);
});
