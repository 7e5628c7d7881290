// Adds to each view what the contract derives for it, and sorts the views as the output is sorted.

import { DIMENSIONS } from "../../domain/columns.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView, View } from "../../domain/view.ts";
import { compareUtf8, firstDifference } from "./compare_utf8.ts";
import { type CatalogEntry, inferRuntimes, runtimeOf } from "./runtime_of.ts";
import { splitSittings } from "./split_sittings.ts";

/** Enriches views without duplicates; the result is in the order of the output. */
export function enrichNaively(
  views: readonly View[],
  catalog: readonly CatalogEntry[],
  thresholds: Thresholds,
): EnrichedView[] {
  const inferred = inferRuntimes(views, thresholds);
  const enriched: EnrichedView[] = [];
  for (const sitting of splitSittings(views, thresholds.sittingGapMs)) {
    for (const view of sitting) {
      const episodes = countEpisodes(sitting, view.showName, thresholds);
      const runtime = runtimeOf(view, catalog, inferred);
      const completionRate = runtime === null ? null : Math.min(1, view.watchMinutes / runtime);
      enriched.push({
        ...view,
        completionRate,
        isBingeSession: episodes >= thresholds.bingeEpisodes,
        engagementScore: engagementOf(completionRate, episodes, thresholds),
        sittingStartMs: sitting[0]?.startMs ?? NaN,
      });
    }
  }
  return enriched.sort(byOutputOrder);
}

/** Distinct qualified episodes of a show, an empty one among them; each view without an episode is one by itself. */
function countEpisodes(sitting: readonly View[], showName: string, thresholds: Thresholds): number {
  const qualified = sitting.filter((view) =>
    view.showName === showName && view.watchMinutes >= thresholds.qualifiedMinutes
  );
  const episodes = qualified.map((view) => view.episode);
  const distinct = new Set(episodes.filter((episode) => episode !== null));
  return distinct.size + episodes.filter((episode) => episode === null).length;
}

function engagementOf(
  completionRate: number | null,
  episodes: number,
  { completionWeight, depthWeight }: Thresholds,
): number | null {
  if (completionRate === null) return null;
  const depth = episodes === 0 ? 0 : Math.min(1, (episodes - 1) / 2);
  return completionWeight * completionRate + depthWeight * depth;
}

function byOutputOrder(a: View, b: View): number {
  return firstDifference(
    () => compareUtf8(a.userId, b.userId),
    () => a.startMs - b.startMs,
    () => compareUtf8(a.showName, b.showName),
    () => compareUtf8(a.episode, b.episode),
    () => a.watchMinutes - b.watchMinutes,
    ...DIMENSIONS.map((name) => () => compareUtf8(a[name], b[name])),
  );
}
