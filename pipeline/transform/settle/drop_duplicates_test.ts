// Tests of which one of several equal views stays.

import assert from "node:assert/strict";
import { columnOf, EPISODE, EVENT, SHOW, TEXT_COLUMNS } from "../scan/view_columns.ts";
import { dropDuplicates } from "./drop_duplicates.ts";
import { sortViews } from "./sort_views.ts";
import { createViewTable, type ViewTable } from "./view_table.ts";

const DEVICE = columnOf("device"), COUNTRY = columnOf("country");

interface Row {
  readonly start?: number;
  readonly show?: number;
  readonly episode?: number;
  readonly minutes?: number;
  readonly device?: number;
  readonly country?: number;
  readonly event?: number;
}

/** What stays of one user's views, as [start, show, minutes, device, event]. */
function kept(rows: readonly Row[], hasEvents = true): number[][] {
  const { table, count } = settled(rows, hasEvents);
  return Array.from({ length: count }, (_, at) => [
    table.startMs[at],
    table.codes[SHOW]![at],
    table.watchMinutes[at],
    table.codes[DEVICE]![at],
    table.codes[EVENT]?.[at] ?? 0,
  ]);
}

/** The same as codes of episodes. */
function keptEpisodes(rows: readonly Row[]): number[] {
  const { table, count } = settled(rows, true);
  return [...table.codes[EPISODE]!.subarray(0, count)];
}

function settled(rows: readonly Row[], hasEvents: boolean): { table: ViewTable; count: number } {
  const table = createViewTable(
    0,
    Uint32Array.of(rows.length),
    TEXT_COLUMNS.map((_, column) => column !== EVENT || hasEvents),
  );
  rows.forEach((row, at) => {
    table.startMs[at] = row.start ?? 0;
    table.watchMinutes[at] = row.minutes ?? 5;
    table.codes[SHOW]![at] = row.show ?? 1;
    table.codes[EPISODE]![at] = row.episode ?? 0;
    table.codes[DEVICE]![at] = row.device ?? 0;
    table.codes[COUNTRY]![at] = row.country ?? 0;
    if (hasEvents) table.codes[EVENT]![at] = row.event ?? 0;
  });
  sortViews(table, 0, rows.length);
  return { table, count: dropDuplicates(table, 0, rows.length) };
}

Deno.test("dropDuplicates() keeps the longest of the views with one event id", () => {
  const rows = [{ event: 1, start: 9, minutes: 7 }, { event: 1, minutes: 3 }, {
    event: 2,
    minutes: 3,
  }];
  assert.deepEqual(kept(rows), [[0, 1, 3, 0, 2], [9, 1, 7, 0, 1]]);
});

Deno.test("dropDuplicates() then keeps the smallest show, then start, then device", () => {
  const rows = [{ event: 1, show: 2 }, { event: 1, show: 1, start: 5, device: 1 }];
  assert.deepEqual(kept([...rows, { event: 1, start: 5, device: 3 }, { event: 1, start: 6 }]), [
    [5, 1, 5, 1, 1],
  ]);
});

Deno.test("dropDuplicates() without event ids keeps the smallest device of equal views", () => {
  const rows = [{ device: 2 }, { device: 1 }, { minutes: 6 }, { episode: 2 }, { start: 1 }];
  const expected = [[0, 1, 5, 1, 0], [0, 1, 6, 0, 0], [0, 1, 5, 0, 0], [1, 1, 5, 0, 0]];
  assert.deepEqual(kept(rows), expected);
  assert.deepEqual(kept(rows, false), expected);
});

Deno.test("dropDuplicates() takes no view with an event id for one without", () => {
  const rows = [{ device: 1 }, { device: 2, event: 4 }, { device: 3 }, { device: 4, event: 5 }];
  assert.deepEqual(kept(rows), [[0, 1, 5, 1, 0], [0, 1, 5, 2, 4], [0, 1, 5, 4, 5]]);
});

Deno.test("dropDuplicates() keeps an empty episode before a missing one, in either order of arrival", () => {
  const missing = { episode: 0 }, empty = { episode: 1 }, event = { event: 3 };
  for (const rows of [[missing, empty], [empty, missing]]) {
    assert.deepEqual(keptEpisodes(rows), [1]);
    assert.deepEqual(keptEpisodes(rows.map((row) => ({ ...row, ...event }))), [1]);
  }
  // What the contract compares before comes first.
  assert.deepEqual(keptEpisodes([{ ...missing, device: 1 }, { ...empty, device: 2 }]), [0]);
  assert.deepEqual(keptEpisodes([{ ...missing, ...event, minutes: 6 }, { ...empty, ...event }]), [
    0,
  ]);
});
