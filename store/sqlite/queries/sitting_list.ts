// Sittings that hold a binge, newest first.

import type { SittingListOptions } from "../../port.ts";
import type { SittingList } from "../../../domain/answers.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { readSitting } from "./read_sitting.ts";
import { showBinges } from "./show_binges.ts";
import { sittingAnswer } from "./sitting_answer.ts";
import type { StoreContext } from "./store_context.ts";

/** Hours asked for in one statement. */
const BATCH = 64;
/** The last instant there is. */
const LAST_MS = 8.64e15;
/** A view lasts at most a day. */
const LONGEST_VIEW_MS = 24 * HOUR_MS;

interface FoundSitting {
  readonly startMs: number;
  readonly userId: number;
}

/** A page of sittings: by their start, then by when their user was first seen. */
export function sittingList(context: StoreContext, options: SittingListOptions): SittingList {
  const { show, limit, from, to } = options;
  if (show !== null && show !== undefined) return showBinges(context, { ...options, show });
  const after = readCursor<[number, number, number]>(options.cursor, [
    "number",
    "number",
    "number",
  ]);
  const below = after === null
    ? { startMs: to ?? LAST_MS, userId: 0 }
    : { startMs: after[0], userId: after[1] };
  const untilMs = after?.[2] ??
    (to === null || to === undefined ? LAST_MS : endOfOpen(context, to));
  const { found, latestMs } = findBinges(context, {
    ...{ below, fromMs: from ?? -LAST_MS, untilMs, limit: limit + 1 },
  });
  const page = found.slice(0, limit), last = page.at(-1);
  return {
    sittings: page.map(({ userId, startMs }) =>
      sittingAnswer(context, readSitting(context, userId, startMs))
    ),
    next_cursor: found.length > limit && last !== undefined
      ? writeCursor([last.startMs, last.userId, latestMs])
      : null,
  };
}

/** Newest first, then by user. */
function compareSittings(a: FoundSitting, b: FoundSitting): number {
  return b.startMs - a.startMs || b.userId - a.userId;
}

/**
 * Goes back hour by hour through the views of binges: when all since an instant are read, all sittings that
 * start since then are known. `latestMs` is behind the last view read of those that are not told yet.
 */
function findBinges(
  context: StoreContext,
  { below, fromMs, untilMs, limit }: {
    readonly below: FoundSitting;
    readonly fromMs: number;
    readonly untilMs: number;
    readonly limit: number;
  },
): { readonly found: FoundSitting[]; readonly latestMs: number } {
  const { reader } = context, { bingeEpisodes } = reader.thresholds;
  const sql = `SELECT DISTINCT sitting_start_ms, user_id FROM views INDEXED BY views_by_start
    WHERE start_ms >= ? AND start_ms < ? AND episodes >= ?`;
  const seen = new Map<string, FoundSitting & { readonly hourEndMs: number }>();
  const known = (sinceMs: number) =>
    [...seen.values()].filter(({ startMs }) => startMs >= sinceMs).sort(compareSittings);
  for (const hourMs of bingeHours(context, untilMs)) {
    if (hourMs + HOUR_MS <= fromMs) break;
    const found = known(hourMs + HOUR_MS);
    if (found.length >= limit) break;
    const rows = reader.rows(sql, hourMs, hourMs + HOUR_MS, bingeEpisodes);
    for (const [startMs, userId] of rows) {
      const key = `${startMs} ${userId}`, sitting = { startMs, userId };
      if (startMs < fromMs || compareSittings(below, sitting) >= 0 || seen.has(key)) continue;
      seen.set(key, { ...sitting, hourEndMs: hourMs + HOUR_MS });
    }
  }
  const all = known(-LAST_MS), found = all.slice(0, limit);
  const rest = all.slice(limit - 1).map(({ hourEndMs }) => hourEndMs);
  return { found, latestMs: rest.reduce((latest, endMs) => Math.max(latest, endMs), -LAST_MS) };
}

/** Hours (their starts) with a view of a binge, newest first, of those that begin before an instant. */
function* bingeHours({ reader }: StoreContext, untilMs: number): Generator<number> {
  const sql = `SELECT bucket FROM cells WHERE scope = 0 AND level = 1 AND id = 0 AND bucket < ?
    AND binge > 0 ORDER BY bucket DESC LIMIT ${BATCH}`;
  for (let before = Math.ceil(untilMs / HOUR_MS);;) {
    const hours = reader.rows(sql, before);
    for (const [hour] of hours) yield hour * HOUR_MS;
    if (hours.length < BATCH) return;
    before = hours[hours.length - 1][0];
  }
}

/** Behind the last view of the sittings that go on at an instant. */
function endOfOpen({ reader }: StoreContext, atMs: number): number {
  const longestMs = LONGEST_VIEW_MS + reader.thresholds.sittingGapMs;
  const sql = `SELECT max(start_ms) FROM views INDEXED BY views_by_start
    WHERE start_ms >= ? AND start_ms <= ? AND sitting_start_ms < ?`;
  for (let endMs = atMs;;) {
    const [lastMs] = reader.first<[number | null]>(sql, endMs, endMs + longestMs, atMs)!;
    if (lastMs === null) return endMs;
    endMs = lastMs + 1;
  }
}
