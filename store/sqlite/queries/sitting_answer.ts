// A sitting as the API tells it.

import { DIMENSIONS } from "../../../domain/columns.ts";
import { MAX_SITTING_VIEWS, type SittingAnswer } from "../../../domain/answers.ts";
import { hoursOf, minuteUnits } from "../../../domain/fixed_sum.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { compareTexts } from "../../../domain/order.ts";
import { endMs, type EnrichedView } from "../../../domain/view.ts";
import { viewAnswer } from "../../../domain/view_answer.ts";
import { enrichedView, type ViewRow, type ViewSource } from "./stored_rows.ts";

/** In the order of the contract; views that are equal in it, but for their ids, always in the same one. */
function compareViews(a: EnrichedView, b: EnrichedView): number {
  return a.startMs - b.startMs || compareTexts(a.showName, b.showName) ||
    compareTexts(a.episode ?? "", b.episode ?? "") || a.watchMinutes - b.watchMinutes ||
    compareDimensions(a, b) ||
    Number(a.episode !== null) - Number(b.episode !== null);
}

function compareDimensions(a: EnrichedView, b: EnrichedView): number {
  for (const name of DIMENSIONS) {
    const order = compareTexts(a[name] ?? "", b[name] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** The sitting that one user's rows make up. */
export function sittingAnswer(source: ViewSource, rows: readonly ViewRow[]): SittingAnswer {
  const { qualifiedMinutes } = source.reader.thresholds;
  const views = rows.map((row) => enrichedView(source, row)).sort(compareViews);
  const binges = views.filter((view) => view.isBingeSession).map((view) => view.showName);
  const lastEndMs = views.reduce(
    (last, { startMs, watchMinutes }) => Math.max(last, endMs(startMs, watchMinutes)),
    -Infinity,
  );
  const units = views.reduce((sum, view) => sum + BigInt(minuteUnits(view.watchMinutes)), 0n);
  return {
    user_id: views[0].userId,
    sitting_start: formatInstant(views[0].sittingStartMs),
    sitting_end: formatInstant(lastEndMs),
    qualified_views: views.filter((view) => view.watchMinutes >= qualifiedMinutes).length,
    watch_hours: hoursOf(units),
    binge_of: [...new Set(binges)].sort(compareTexts),
    view_count: views.length,
    views: views.slice(0, MAX_SITTING_VIEWS).map(viewAnswer),
  };
}
