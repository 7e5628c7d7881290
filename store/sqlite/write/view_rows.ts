// Rows of the table `views`, and the views that they stand for.

import { type Dimension, DIMENSIONS } from "../../../domain/columns.ts";
import type { DatabaseSync } from "node:sqlite";
import { readText, storedText } from "../../core/stored_text.ts";
import { dimensionIds, type PlacedView, type StoredView } from "../../core/stored_view.ts";

/** The columns with the ids of dimensions. */
export const DIMENSION_COLUMNS = DIMENSIONS.map((name) => `${name}_id` as const);
/** What {@link reviveView} needs of a row, beside the user. */
export const VIEW_COLUMNS = `start_ms, show_id, episode_id, minutes, event_id, ${
  DIMENSION_COLUMNS.join(", ")
},
  sitting_start_ms, episodes, ingest_ms, source_id, partition, "offset"`;
/** The primary key, as a condition over {@link keyValues}. */
export const VIEW_KEY = `user_id = ? AND start_ms = ? AND show_id = ? AND episode_id = ? AND
  minutes = ? AND event_id = ?`;

/** A row. */
export interface ViewRow extends ViewColumnsRow {
  readonly sitting_start_ms: number;
  readonly episodes: number;
}

/** The columns of a view itself, wherever it is kept. */
export interface ViewColumnsRow extends Readonly<Record<`${Dimension}_id`, number>> {
  readonly start_ms: number;
  readonly show_id: number;
  readonly episode_id: number;
  readonly minutes: number;
  readonly event_id: string;
  readonly ingest_ms: number;
  readonly source_id: number;
  readonly partition: number;
  readonly offset: number;
}

/** The primary key of a view, beside the user. */
export function keyValues(
  { startMs, showId, episodeId, minutes, eventId }: StoredView,
): readonly [number, number, number, number, string] {
  return [startMs, showId, episodeId, minutes, storedText(eventId)];
}

/** A row's view, in its place. */
export function reviveView(row: ViewRow): PlacedView {
  return {
    sittingStartMs: row.sitting_start_ms,
    episodes: row.episodes,
    view: viewOfRow(row),
  };
}

/** A row's view. */
export function viewOfRow(row: ViewColumnsRow): StoredView {
  return {
    ...dimensionIds((name) => row[`${name}_id`]),
    startMs: row.start_ms,
    showId: row.show_id,
    episodeId: row.episode_id,
    minutes: row.minutes,
    eventId: readText(row.event_id),
    ingestMs: row.ingest_ms,
    sourceId: row.source_id,
    partition: row.partition,
    offset: row.offset,
  };
}

/** All views of a store, user by user. */
export function* readUserViews(
  db: DatabaseSync,
): Iterable<{ readonly userId: number; readonly views: StoredView[] }> {
  const rows = db.prepare(
    `SELECT user_id, ${VIEW_COLUMNS} FROM views ORDER BY user_id, start_ms`,
  );
  let userId = -1, views: StoredView[] = [];
  for (const row of rows.iterate()) {
    const id = row.user_id as number;
    if (id !== userId && views.length > 0) {
      yield { userId, views };
      views = [];
    }
    userId = id;
    views.push(reviveView(row as unknown as ViewRow).view);
  }
  if (views.length > 0) yield { userId, views };
}
