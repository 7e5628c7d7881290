// The newest views by event time.

import type { ViewAnswer } from "../../../domain/answers.ts";
import { viewAnswer } from "../../../domain/view_answer.ts";
import type { StoreContext } from "./store_context.ts";
import { enrichedView, VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";

/** Up to `limit` views, newest first. */
export function latestViews(context: StoreContext, limit: number): ViewAnswer[] {
  const sql = `SELECT ${VIEW_COLUMNS} FROM views INDEXED BY views_by_start
    ORDER BY start_ms DESC LIMIT ?`;
  const rows = context.reader.rows<ViewRow>(sql, limit);
  return rows.map((row) => viewAnswer(enrichedView(context, row)));
}
