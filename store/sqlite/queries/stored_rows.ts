// Whole views as they are read from the store, with what is derived for them.

import type { ViewAnswer } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { completionRate, engagementScore } from "../../../domain/scoring.ts";
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
  const { thresholds } = reader, episodes = row[9];
  const completion = completionRate(minutes, names.runtime(showId, episodeId));
  return {
    userId: names.user(userId),
    showName: names.show(showId),
    watchMinutes: minutes,
    startMs,
    eventId: eventId === "" ? null : readText(eventId),
    episode: names.label(episodeId),
    device: names.label(deviceId),
    country: names.label(countryId),
    completionRate: completion,
    isBingeSession: episodes >= thresholds.bingeEpisodes,
    engagementScore: engagementScore(completion, episodes, thresholds),
    sittingStartMs: row[8],
  };
}

/** A view as the API tells it. */
export function viewAnswer(view: EnrichedView): ViewAnswer {
  return {
    user_id: view.userId,
    show_name: view.showName,
    episode: view.episode,
    device: view.device,
    country: view.country,
    watch_date: formatInstant(view.startMs),
    watch_duration_minutes: view.watchMinutes,
    completion_rate: view.completionRate,
    is_binge_session: view.isBingeSession,
    engagement_score: view.engagementScore,
    sitting_start: formatInstant(view.sittingStartMs),
  };
}
