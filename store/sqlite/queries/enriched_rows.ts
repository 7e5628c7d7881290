// Every view of the store with what is derived for it, in the order of the Parquet file.

import { DIMENSIONS } from "../../../domain/columns.ts";
import type { EnrichedView } from "../../../domain/view.ts";
import { enrichedView, VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";
import { StoreNames } from "./store_names.ts";
import { StoreReader } from "./store_reader.ts";

/** Users read in one statement. */
const BATCH = 512;

/**
 * By the bytes of the user, then start, show, episode, duration and dimensions. The rows are those of
 * one commit: they come through a connection of their own, which is closed at the end.
 */
export function* enrichedRows(path: string): IterableIterator<EnrichedView> {
  const reader = new StoreReader(path), names = new StoreNames(reader);
  const joined = DIMENSIONS.map((name) =>
    `LEFT JOIN labels AS by_${name} ON by_${name}.id = ${name}_id`
  );
  const orders = DIMENSIONS.map((name) => `by_${name}.name`);
  const columns = VIEW_COLUMNS.split(", ").map((column) => `v.${column}`).join(", ");
  const sql = `SELECT ${columns} FROM views AS v JOIN shows ON shows.id = show_id
    LEFT JOIN labels AS e ON e.id = episode_id ${joined.join(" ")} WHERE v.user_id = ?
    ORDER BY v.start_ms, shows.name, e.name, v.minutes, ${orders.join(", ")}, v.event_id`;
  const begun = reader.begin();
  try {
    for (let after: string | null = "";;) {
      const users: [number, string][] = reader.rows(
        `SELECT id, name FROM users WHERE name > ? ORDER BY name LIMIT ${BATCH}`,
        after,
      );
      for (const [userId] of users) {
        for (const row of reader.rows<ViewRow>(sql, userId)) {
          yield enrichedView({ reader, names }, row);
        }
      }
      if (users.length < BATCH) return;
      after = users[users.length - 1][1];
    }
  } finally {
    begun.end();
    reader.close();
  }
}
