// One metric by bucket of the rollups: only its own columns are read, as long series have thousands of them.

import type { SeriesMetric } from "../../../domain/answers.ts";
import { hoursOf, meanRateOf } from "../../../domain/fixed_sum.ts";
import type { BucketSpan } from "./decompose_range.ts";
import type { StoreReader } from "./store_reader.ts";
import { joinUnits } from "./view_sums.ts";

/** What rollups add up. */
export type SummedMetric = Exclude<SeriesMetric, "users">;

/** What a metric is made of: a count, and units in two halves. */
export type MetricParts = [count: number, millions: number, rest: number];

const COLUMNS: Readonly<Record<SummedMetric, readonly [count: string, units: string]>> = {
  qualified_views: ["qualified", "0"],
  binge_views: ["binge", "0"],
  watch_hours: ["0", "minute_units"],
  mean_completion_rate: ["rated", "completion_units"],
  mean_engagement_score: ["rated", "engagement_units"],
};

/** Rows of bucket and parts, in order. */
export function readMetricCells(
  reader: StoreReader,
  metric: SummedMetric,
  { scope, id, level, first, end }: BucketSpan & { readonly scope: number; readonly id: number },
): readonly (readonly [bucket: number, ...MetricParts])[] {
  const [count, units] = COLUMNS[metric];
  return reader.rows(
    `SELECT bucket, ${count}, ${units} / 1000000, ${units} % 1000000 FROM cells
      WHERE scope = ? AND level = ? AND id = ? AND bucket >= ? AND bucket < ? ORDER BY bucket`,
    ...[scope, level, id, first, end],
  );
}

/** The value of added up parts. */
export function metricValue(
  metric: SummedMetric,
  [count, millions, rest]: Readonly<MetricParts>,
): number | null {
  switch (metric) {
    case "qualified_views":
    case "binge_views":
      return count;
    case "watch_hours":
      return hoursOf(joinUnits(millions, rest));
    case "mean_completion_rate":
    case "mean_engagement_score":
      return meanRateOf(joinUnits(millions, rest), count);
  }
}
