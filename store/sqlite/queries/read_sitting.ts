// The rows of one sitting.

import type { StoreContext } from "./store_context.ts";
import { sittingStartOf, VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";

/** The rows of the sitting that starts then. */
export function readSitting({ reader }: StoreContext, userId: number, startMs: number): ViewRow[] {
  const read = `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND start_ms >= ?
    ORDER BY start_ms`;
  return sittingRows(reader.rows<ViewRow>(`${read} LIMIT 16`, userId, startMs)) ??
    sittingRows(reader.rows<ViewRow>(read, userId, startMs), true)!;
}

/** The rows of the first sitting; null when it may go on after the last row given. */
function sittingRows(rows: ViewRow[], areAll = rows.length < 16): ViewRow[] | null {
  const end = rows.findIndex((row) => sittingStartOf(row) !== sittingStartOf(rows[0]));
  if (end === -1) return areAll ? rows : null;
  return rows.slice(0, end);
}
