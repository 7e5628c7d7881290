// Whole views as they are read from the store, with what is derived for them.

import { DIMENSIONS, forDimensions } from "../../../domain/columns.ts";
import { enrichView } from "../../../domain/scoring.ts";
import type { EnrichedView } from "../../../domain/view.ts";
import { readText } from "../../core/stored_text.ts";
import type { StoreNames } from "./store_names.ts";
import type { StoreReader } from "./store_reader.ts";

/** A row of {@link VIEW_COLUMNS}. */
export type ViewRow = readonly [
  ...readonly [userId: number, startMs: number, showId: number, episodeId: number, minutes: number],
  ...readonly [eventId: string, sittingStartMs: number, episodes: number],
  ...dimensionIds: readonly number[],
];

/** The columns of `views` that tell a view. */
export const VIEW_COLUMNS = [
  ...["user_id", "start_ms", "show_id", "episode_id", "minutes", "event_id", "sitting_start_ms"],
  ...["episodes", ...DIMENSIONS.map((name) => `${name}_id`)],
].join(", ");
/** Where the ids of dimensions begin, in the order of `DIMENSIONS`. */
const FIRST_DIMENSION = 8;

/** The start of a row's sitting. */
export function sittingStartOf(row: ViewRow): number {
  return row[6];
}

/** What reading a view needs. */
export interface ViewSource {
  readonly reader: StoreReader;
  readonly names: StoreNames;
}

/** The view of a row. */
export function enrichedView({ reader, names }: ViewSource, row: ViewRow): EnrichedView {
  const [userId, startMs, showId, episodeId, minutes, eventId, sittingStartMs, episodes] = row;
  let at = FIRST_DIMENSION;
  const view = {
    ...forDimensions(() => names.label(row[at++] as number)),
    userId: names.user(userId),
    showName: names.show(showId),
    watchMinutes: minutes,
    startMs,
    eventId: eventId === "" ? null : readText(eventId),
    episode: names.label(episodeId),
  };
  const runtime = names.runtime(showId, episodeId);
  return enrichView(view, { runtime, sittingStartMs, episodes }, reader.thresholds);
}
