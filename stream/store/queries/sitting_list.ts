// Sittings that hold a binge, newest first.

import type { SittingAnswer, SittingList } from "../../../domain/answers.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { sittingAnswer } from "./sitting_answer.ts";
import type { StoreContext } from "./store_context.ts";
import { VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";

/** Sittings looked at in one statement. */
const BATCH = 256;

/** The last instant there is. */
const LAST_MS = 8.64e15;

/** What is asked for. */
export interface SittingListOptions {
  readonly limit: number;
  readonly cursor: string | null;
  /** Sittings that start in `[from, to)`; null and absent are open. */
  readonly from?: number | null;
  readonly to?: number | null;
  /** Only sittings that hold a binge of this show. */
  readonly show?: string | null;
}

/** A page of sittings: by their start, then by when their user was first seen. */
export function sittingList(context: StoreContext, options: SittingListOptions): SittingList {
  const { show, limit, from, to } = options;
  if (show !== null && show !== undefined) return showBinges(context, { ...options, show });
  const { reader } = context, sittings: SittingAnswer[] = [];
  let after = readCursor<[number, number]>(options.cursor, ["number", "number"]) ??
    [to ?? LAST_MS, 0] as const;
  // The first view of a sitting stands for it; views of one start lie together for each user.
  const sql = `SELECT DISTINCT start_ms, user_id FROM views INDEXED BY views_by_start
    WHERE start_ms <= ? AND (start_ms < ? OR user_id < ?) AND start_ms >= ?
      AND sitting_start_ms = start_ms
    ORDER BY start_ms DESC, user_id DESC LIMIT ${BATCH}`;
  for (;;) {
    const starts = reader.rows<[number, number]>(
      sql,
      after[0],
      after[0],
      after[1],
      from ?? -LAST_MS,
    );
    for (const [startMs, userId] of starts) {
      const rows = readSitting(context, userId, startMs);
      if (rows.some((row) => row[9] >= reader.thresholds.bingeEpisodes)) {
        if (sittings.length === limit) return { sittings, next_cursor: writeCursor(after) };
        sittings.push(sittingAnswer(context, rows));
      }
      after = [startMs, userId];
    }
    if (starts.length < BATCH) return { sittings, next_cursor: null };
  }
}

/** The rows of the sitting that starts then. */
function readSitting({ reader }: StoreContext, userId: number, startMs: number): ViewRow[] {
  const read = `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND start_ms >= ?
    ORDER BY start_ms`;
  return sittingRows(reader.rows<ViewRow>(`${read} LIMIT 16`, userId, startMs)) ??
    sittingRows(reader.rows<ViewRow>(read, userId, startMs), true)!;
}

/** The rows of the first sitting; null when it may go on after the last row given. */
function sittingRows(rows: ViewRow[], areAll = rows.length < 16): ViewRow[] | null {
  const end = rows.findIndex((row) => row[8] !== rows[0][8]);
  if (end === -1) return areAll ? rows : null;
  return rows.slice(0, end);
}

/** Found by the show's views, of which the sitting's last stands for it: a show has few of all sittings. */
function showBinges(
  context: StoreContext,
  { show, limit, cursor, from, to }: SittingListOptions & { readonly show: string },
): SittingList {
  const showId = context.names.idOf("shows", show), { reader } = context;
  const after = readCursor<[number, number]>(cursor, ["number", "number"]) ?? [LAST_MS, 0];
  if (showId === null) return { sittings: [], next_cursor: null };
  const sql = `SELECT DISTINCT start_ms, user_id, sitting_start_ms
    FROM views AS own INDEXED BY views_by_show
    WHERE show_id = ? AND start_ms <= ? AND (start_ms < ? OR user_id < ?) AND episodes >= ?
      AND sitting_start_ms >= ? AND sitting_start_ms < ? AND NOT EXISTS (
        SELECT 1 FROM views AS later WHERE later.user_id = own.user_id AND later.start_ms > own.start_ms
          AND later.sitting_start_ms = own.sitting_start_ms AND later.show_id = own.show_id)
    ORDER BY start_ms DESC, user_id DESC LIMIT ?`;
  const { bingeEpisodes } = reader.thresholds;
  const rows = reader.rows<[number, number, number]>(
    ...[sql, showId, after[0], after[0], after[1], bingeEpisodes] as const,
    ...[from ?? -LAST_MS, to ?? LAST_MS, limit + 1] as const,
  );
  const page = rows.slice(0, limit), last = page.at(-1);
  return {
    sittings: page.map(([, userId, startMs]) =>
      sittingAnswer(context, readSitting(context, userId, startMs))
    ),
    next_cursor: rows.length > limit && last ? writeCursor([last[0], last[1]]) : null,
  };
}
