// A view's runtime: the catalog's for its episode, the catalog's for its show, or the inferred one.

import type { Thresholds } from "../../domain/scoring.ts";
import type { View } from "../../domain/view.ts";

/** One line of a catalog; without `episode` it holds for all episodes of the show. */
export interface CatalogEntry {
  readonly showName: string;
  readonly runtimeMinutes: number;
  readonly episode?: string;
}

/** The inferred runtime of each show that has enough qualified views. */
export function inferRuntimes(
  views: readonly View[],
  thresholds: Thresholds,
): ReadonlyMap<string, number> {
  const { qualifiedMinutes, runtimeMinViews, runtimePercentile } = thresholds;
  const runtimes = new Map<string, number>();
  const qualified = views.filter((view) => view.watchMinutes >= qualifiedMinutes);
  for (const [showName, ofShow] of Map.groupBy(qualified, (view) => view.showName)) {
    if (ofShow.length < runtimeMinViews) continue;
    const minutes = ofShow.map((view) => view.watchMinutes).sort((a, b) => a - b);
    // Nearest rank: the smallest value that at least this share of all values does not exceed.
    const runtime = minutes.find((_, index) =>
      (index + 1) * 100 >= runtimePercentile * minutes.length
    );
    if (runtime !== undefined) runtimes.set(showName, runtime);
  }
  return runtimes;
}

/** Minutes, or null when nothing tells the runtime. */
export function runtimeOf(
  view: View,
  catalog: readonly CatalogEntry[],
  inferred: ReadonlyMap<string, number>,
): number | null {
  const ofShow = catalog.filter((entry) => entry.showName === view.showName);
  const ofEpisode = ofShow.find((entry) =>
    entry.episode !== undefined && entry.episode === view.episode
  );
  const ofAllEpisodes = ofShow.find((entry) => entry.episode === undefined);
  return (ofEpisode ?? ofAllEpisodes)?.runtimeMinutes ?? inferred.get(view.showName) ?? null;
}
