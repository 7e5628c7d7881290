// Sittings that hold a binge of one show.

import type { SittingList } from "../../../domain/answers.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { readSitting } from "./read_sitting.ts";
import { sittingAnswer } from "./sitting_answer.ts";
import type { StoreContext } from "./store_context.ts";
import type { SittingListOptions } from "../../port.ts";

/** The last instant there is. */
const LAST_MS = 8.64e15;

/** Found by the show's views, of which the sitting's last stands for it: a show has few of all sittings. */
export function showBinges(
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
