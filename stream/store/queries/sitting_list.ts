// Sittings that hold a binge, newest first.

import type { SittingAnswer, SittingList } from "../../../domain/answers.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { sittingAnswer } from "./sitting_answer.ts";
import type { StoreContext } from "./store_context.ts";
import { VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";

/** Sittings looked at in one statement. */
const BATCH = 256;

/** A page of sittings: by their start, then by when their user was first seen. */
export function sittingList(
  context: StoreContext,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): SittingList {
  const { reader } = context, sittings: SittingAnswer[] = [];
  let after = readCursor<[number, number]>(cursor, ["number", "number"]) ?? [8.64e15, 0] as const;
  // The first view of a sitting stands for it; views of one start lie together for each user.
  const sql = `SELECT DISTINCT start_ms, user_id FROM views INDEXED BY views_by_start
    WHERE start_ms <= ? AND (start_ms < ? OR user_id < ?) AND sitting_start_ms = start_ms
    ORDER BY start_ms DESC, user_id DESC LIMIT ${BATCH}`;
  const read = `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND start_ms >= ?
    ORDER BY start_ms`;
  for (;;) {
    const starts = reader.rows<[number, number]>(sql, after[0], after[0], after[1]);
    for (const [startMs, userId] of starts) {
      const rows = sittingRows(reader.rows<ViewRow>(`${read} LIMIT 16`, userId, startMs)) ??
        sittingRows(reader.rows<ViewRow>(`${read}`, userId, startMs), true)!;
      if (rows.some((row) => row[9] >= reader.thresholds.bingeEpisodes)) {
        if (sittings.length === limit) return { sittings, next_cursor: writeCursor(after) };
        sittings.push(sittingAnswer(context, rows));
      }
      after = [startMs, userId];
    }
    if (starts.length < BATCH) return { sittings, next_cursor: null };
  }
}

/** The rows of the first sitting; null when it may go on after the last row given. */
function sittingRows(rows: ViewRow[], areAll = rows.length < 16): ViewRow[] | null {
  const end = rows.findIndex((row) => row[8] !== rows[0][8]);
  if (end === -1) return areAll ? rows : null;
  return rows.slice(0, end);
}
