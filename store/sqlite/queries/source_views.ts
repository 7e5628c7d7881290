// The accepted views of one source, as a file of it would name them.

import { readText, storedText } from "../../core/stored_text.ts";
import { NO_LABEL } from "../../core/stored_view.ts";
import type { SourceView } from "../../port.ts";
import type { StoreContext } from "./store_context.ts";

/** In no order. */
export function sourceViews(
  { reader, names }: StoreContext,
  source: string,
): SourceView[] {
  const sql = `SELECT users.name, start_ms, minutes, shows.name, episode_id FROM views
    JOIN users ON users.id = user_id JOIN shows ON shows.id = show_id
    WHERE source_id = (SELECT id FROM sources WHERE name = ?)`;
  return reader.rows<[string, number, number, string, number]>(sql, storedText(source))
    .map(([user, startMs, watchMinutes, show, episodeId]) => ({
      ...{ userId: readText(user), startMs, watchMinutes, showName: readText(show) },
      episode: episodeId === NO_LABEL ? null : names.label(episodeId),
    }));
}
