// Law: grouping, sorting, dropping duplicates and cutting sittings over columns of codes comes to what
// the slow, obvious oracle makes of the same views, in whatever order and from however many threads.

import assert from "node:assert/strict";
import fc from "fast-check";
import { DIMENSIONS, forDimensions, NO_DIMENSIONS } from "../../domain/columns.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import type { View } from "../../domain/view.ts";
import {
  EPISODE_SHIFT,
  MISSING_EPISODE,
  shiftCodes,
} from "../../pipeline/transform/scan/episode_codes.ts";
import {
  columnOf,
  EPISODE,
  EVENT,
  SHOW,
  TEXT_COLUMNS,
  type ViewChunk,
  ViewColumns,
} from "../../pipeline/transform/scan/view_columns.ts";
import { groupChunk } from "../../pipeline/transform/settle/group_chunk.ts";
import { settleByScript, settleUsers } from "../../pipeline/transform/settle/settle_users.ts";
import { createViewTable, type ViewTable } from "../../pipeline/transform/settle/view_table.ts";
import { compareUtf8 } from "../oracle/compare_utf8.ts";
import { enrichNaively } from "../oracle/enrich_naively.ts";
import { keepOneOfDuplicates } from "../oracle/keep_one_of_duplicates.ts";

/** All texts of all columns; their places are their codes, so they are in byte order. */
const TEXTS = ["", "a", "ab", "b", "e1", "e2", "\uFB01", "\u{1F600}"];
assert.deepEqual([...TEXTS].sort(compareUtf8), TEXTS);

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 300) };
const name = fc.constantFrom("a", "ab", "\uFB01", "\u{1F600}");
const optional = fc.constantFrom(null, null, "a", "b", "\uFB01");
const episode = fc.constantFrom(null, null, "", "", "a", "b", "\uFB01");

/** Few users, shows and minutes, so that duplicates, ties and long sittings are common. */
function views(steps: number): fc.Arbitrary<View[]> {
  const view: fc.Arbitrary<View> = fc.record({
    userId: fc.constantFrom("a", "a", "a", "b"),
    showName: name,
    watchMinutes: fc.constantFrom(1.9999, 2, 2, 5, 5, 29.5, 30),
    startMs: fc.integer({ min: 0, max: steps }).chain((step) =>
      fc.constantFrom(0, 0, 0, 1, -1).map((slip) => step * 900_000 + slip)
    ),
    eventId: fc.constantFrom(null, null, null, "e1", "e2", "a", "b"),
    episode,
    ...forDimensions(() => optional),
  });
  return fc.array(view, { maxLength: 120, size: "max" });
}

const scenario = fc.constantFrom(1, 4, 30, 200).chain((steps) =>
  fc.record({
    views: views(steps),
    threads: fc.integer({ min: 1, max: 3 }),
    present: fc.record({ episode: fc.boolean(), event: fc.boolean(), rest: fc.boolean() }),
    bingeEpisodes: fc.integer({ min: 1, max: 9 }),
  })
);

Deno.test("settleUsers() comes to the oracle's views and sittings", () => {
  fc.assert(
    fc.property(scenario, ({ views, threads, present, bingeEpisodes }) => {
      const thresholds = { ...DEFAULT_THRESHOLDS, bingeEpisodes };
      const has = TEXT_COLUMNS.map((_, column) =>
        column <= SHOW ||
        (column === EPISODE ? present.episode : column === EVENT ? present.event : present.rest)
      );
      const known = views.map((view): View => ({
        ...view,
        episode: present.episode ? view.episode : null,
        ...present.rest ? {} : NO_DIMENSIONS,
        eventId: present.event ? view.eventId : null,
      }));
      const expected = enrichNaively(keepOneOfDuplicates(known), [], thresholds)
        .map((view) => comparable({ ...view, isBinge: view.isBingeSession })).sort();
      // The kernel takes what has no event ids; its twin in JavaScript takes everything.
      for (const settle of [settleUsers, settleByScript]) {
        const actual = settled(known, { threads, has, thresholds, settle });
        assert.deepEqual(actual.map(comparable).sort(), expected);
      }
    }),
    LAW,
  );
});

Deno.test("settleUsers() leaves each user's views in the output's order", () => {
  fc.assert(
    fc.property(scenario, ({ views, threads, bingeEpisodes }) => {
      const thresholds = { ...DEFAULT_THRESHOLDS, bingeEpisodes };
      const has = TEXT_COLUMNS.map(() => true);
      const rows = settled(views, { threads, has, thresholds });
      const ordered = enrichNaively(keepOneOfDuplicates(views), [], thresholds);
      const key = ({ userId, startMs, showName, episode, watchMinutes, ...rest }: View) => {
        const dimensions = DIMENSIONS.map((name) => rest[name]);
        return JSON.stringify([userId, startMs, showName, episode ?? "", watchMinutes, dimensions]);
      };
      assert.deepEqual(rows.map(key), ordered.map(key));
    }),
    LAW,
  );
});

type SettledView = View & { readonly isBinge: boolean; readonly sittingStartMs: number };

function comparable(view: SettledView): string {
  const texts = textsOf(view);
  const { watchMinutes, startMs, isBinge, sittingStartMs } = view;
  return JSON.stringify([...texts, watchMinutes, startMs, isBinge, sittingStartMs]);
}

/** In the order of the text columns. */
function textsOf(view: View): (string | null)[] {
  const { userId, showName, episode, eventId } = view;
  return [userId, showName, episode, ...DIMENSIONS.map((name) => view[name]), eventId];
}

/** Settles views that as many threads scanned in turns, users in two tables as when memory is short. */
function settled(
  views: readonly View[],
  { threads, has, thresholds, settle = settleUsers }: {
    threads: number;
    has: boolean[];
    thresholds: Thresholds;
    settle?: typeof settleUsers;
  },
): SettledView[] {
  const chunks = Array.from(
    { length: threads },
    (_, thread) => chunkOf(views.filter((_, index) => index % threads === thread), has),
  );
  const identity = TEXTS.map((_, code) => code);
  const codes = has.map(() => Uint32Array.from(identity));
  codes[EPISODE] = shiftCodes(codes[EPISODE]);
  const rowsOf = (rows: readonly View[]) =>
    Uint32Array.from(TEXTS, (text) => rows.filter(({ userId }) => userId === text).length);
  return [[0, 2], [2, TEXTS.length]].flatMap(([firstUser, end]) => {
    const table = createViewTable(firstUser, rowsOf(views).subarray(firstUser, end), has);
    const next = Uint32Array.from(table.userStarts.subarray(0, end - firstUser));
    chunks.forEach((chunk) => groupChunk(chunk, codes, table, next));
    settle(table, { firstIndex: 0, endIndex: end - firstUser }, thresholds);
    return viewsOf(table, thresholds);
  });
}

function chunkOf(views: readonly View[], has: readonly boolean[]): ViewChunk {
  const chunk = new ViewColumns(has).addChunk(views.length);
  views.forEach((view, row) => {
    textsOf(view).forEach((text, column) => {
      const codes = chunk.codes[column];
      if (codes === null) return;
      codes[row] = TEXTS.indexOf(text ?? "");
      if (column === EPISODE) codes[row] = text === null ? MISSING_EPISODE : codes[row] + 1;
    });
    chunk.watchMinutes[row] = view.watchMinutes;
    chunk.startMs[row] = view.startMs;
  });
  chunk.rows = views.length;
  return chunk;
}

function episodeOf(code: number): string | null {
  return code === MISSING_EPISODE ? null : TEXTS[code - EPISODE_SHIFT];
}

function viewsOf(table: ViewTable, thresholds: Thresholds): SettledView[] {
  const text = (column: number, row: number) => TEXTS[table.codes[column]?.[row] ?? 0] || null;
  return [...table.kept].flatMap((kept, user) =>
    Array.from({ length: kept }, (_, index): SettledView => {
      const row = table.userStarts[user] + index;
      return {
        userId: TEXTS[table.firstUser + user],
        showName: text(SHOW, row) ?? "",
        episode: episodeOf(table.codes[EPISODE]?.[row] ?? MISSING_EPISODE),
        ...forDimensions((name) => text(columnOf(name), row)),
        eventId: text(EVENT, row),
        watchMinutes: table.watchMinutes[row],
        startMs: table.startMs[row],
        sittingStartMs: table.sittingStartMs[row],
        isBinge: table.episodesInSitting[row] >= thresholds.bingeEpisodes,
      };
    })
  );
}
