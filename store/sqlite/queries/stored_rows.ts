// Whole views as they are read from the store, with what is derived for them.

import { enrichView } from "../../../domain/scoring.ts";
import type { EnrichedView } from "../../../domain/view.ts";
import { readText } from "../../core/stored_text.ts";
import type { StoreNames } from "./store_names.ts";
import type { StoreReader } from "./store_reader.ts";

/** A row of {@link VIEW_COLUMNS}. */
export type ViewRow = readonly [
  ...readonly [userId: number, startMs: number, showId: number, episodeId: number, minutes: number],
  ...readonly [eventId: string, deviceId: number, countryId: number, sittingStartMs: number],
  episodes: number,
];

/** The columns of `views` that tell a view. */
export const VIEW_COLUMNS =
  "user_id, start_ms, show_id, episode_id, minutes, event_id, device_id, country_id, " +
  "sitting_start_ms, episodes";

/** What reading a view needs. */
export interface ViewSource {
  readonly reader: StoreReader;
  readonly names: StoreNames;
}

/** The view of a row. */
export function enrichedView({ reader, names }: ViewSource, row: ViewRow): EnrichedView {
  const [userId, startMs, showId, episodeId, minutes, eventId, deviceId, countryId] = row;
  const view = {
    userId: names.user(userId),
    showName: names.show(showId),
    watchMinutes: minutes,
    startMs,
    eventId: eventId === "" ? null : readText(eventId),
    episode: names.label(episodeId),
    device: names.label(deviceId),
    country: names.label(countryId),
  };
  const runtime = names.runtime(showId, episodeId);
  return enrichView(view, { runtime, sittingStartMs: row[8], episodes: row[9] }, reader.thresholds);
}
