// A view as the API and the live stream tell it.

import type { ViewAnswer } from "./answers.ts";
import { forDimensions } from "./columns.ts";
import { formatInstant } from "./instant.ts";
import type { EnrichedView } from "./view.ts";

export function viewAnswer(view: EnrichedView): ViewAnswer {
  return {
    user_id: view.userId,
    show_name: view.showName,
    episode: view.episode,
    ...forDimensions((name) => view[name]),
    watch_date: formatInstant(view.startMs),
    watch_duration_minutes: view.watchMinutes,
    completion_rate: view.completionRate,
    is_binge_session: view.isBingeSession,
    engagement_score: view.engagementScore,
    sitting_start: formatInstant(view.sittingStartMs),
  };
}
