// Every view of the store with what is derived for it, in the order of the Parquet file.

import type { EnrichedView } from "../../../domain/view.ts";
import { enrichedView, VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";
import { StoreNames } from "./store_names.ts";
import { StoreReader } from "./store_reader.ts";

/** Users read in one statement. */
const BATCH = 512;

/**
 * By the bytes of the user, then start, show, episode, duration, device and country. The rows are those of
 * one commit: they come through a connection of their own, which is closed at the end.
 */
export function* enrichedRows(path: string): IterableIterator<EnrichedView> {
  const reader = new StoreReader(path), names = new StoreNames(reader);
  const columns = VIEW_COLUMNS.split(", ").map((column) => `v.${column}`).join(", ");
  const sql = `SELECT ${columns} FROM views AS v JOIN shows ON shows.id = show_id
    LEFT JOIN labels AS e ON e.id = episode_id LEFT JOIN labels AS d ON d.id = device_id
    LEFT JOIN labels AS c ON c.id = country_id WHERE v.user_id = ?
    ORDER BY v.start_ms, shows.name, e.name, v.minutes, d.name, c.name, v.event_id`;
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
