// All that a run's numbers depend on besides its inputs; it goes into the report and the Parquet file.

import { formatInstant } from "../../domain/instant.ts";
import { READING_VERSION } from "../../domain/reading_version.ts";
import { SCORING_VERSION } from "../../domain/scoring.ts";
import type { Catalog } from "../transform/catalog.ts";
import type { EtlSettings } from "./run_settings.ts";

/** The parameters of a run by the names of their settings. */
export function runParameters(
  settings: EtlSettings,
  catalog: Catalog | null,
): Record<string, string | number | boolean | null> {
  const { thresholds } = settings;
  return {
    scoring_version: SCORING_VERSION,
    reading_version: READING_VERSION,
    qualified_minutes: thresholds.qualifiedMinutes,
    sitting_gap_minutes: thresholds.sittingGapMs / 60_000,
    binge_episodes: thresholds.bingeEpisodes,
    completion_weight: thresholds.completionWeight,
    depth_weight: thresholds.depthWeight,
    earliest_watch_date: formatInstant(thresholds.earliestMs),
    future_tolerance_minutes: thresholds.futureToleranceMs / 60_000,
    runtime_min_views: thresholds.runtimeMinViews,
    runtime_percentile: thresholds.runtimePercentile,
    ingest_time: formatInstant(settings.nowMs),
    catalog: settings.catalogPath,
    catalog_sha256: catalog?.sha256 ?? null,
    partition_by: settings.partitionBy,
    compression: settings.compression,
    workers: settings.workers,
  };
}
