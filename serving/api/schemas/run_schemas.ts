// Schemas of the ETL's runs.

import { z } from "@hono/zod-openapi";
import { type MetricUnit, SEVERITIES } from "../../../domain/contract.ts";
import type { RefusedFile } from "../../../domain/refused_file.ts";
import type { ExpectationResult, RunAnswer, RunReport } from "../../../domain/report.ts";
import type { RunList } from "../../../domain/service_answers.ts";
import { LATER_METRICS, REPORT_METRICS } from "../../../domain/metrics.ts";
import { metricSchemas } from "./metric_schemas.ts";
import { sameAs } from "./same_as.ts";
import { count, hours, instant, instantOrNull, nextCursor } from "./value_schemas.ts";

/** Units of observed values. */
export const METRIC_UNITS = [
  "share",
  "rows",
  "columns",
  "count",
  "hours",
  "minutes",
] as const satisfies MetricUnit[];

/** One expectation of the data contract, as it came out. */
export const expectationSchema = z.object({
  id: z.string(),
  description: z.string(),
  observed: z.union([z.number(), z.string(), z.null()]),
  limit: z.string(),
  passed: z.boolean(),
  severity: z.enum(SEVERITIES),
  unit: z.enum(METRIC_UNITS).optional(),
  at_least: z.number().optional(),
  at_most: z.number().optional(),
}).openapi("Expectation");
sameAs<ExpectationResult>()(expectationSchema);

const counts = z.record(z.string(), count);

const run = z.object({
  run_id: z.string(),
  started_at: instant,
  finished_at: instant,
  inputs: z.array(z.object({
    path: z.string(),
    bytes: count,
    sha256: z.string(),
    rows: count,
    format: z.string(),
    ignored_columns: z.array(z.string()),
    member: z.string().optional().openapi({
      description: "Of a ZIP archive, the file in it that was read.",
    }),
  })),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })).optional().openapi({
    description: "Files of a folder or pattern that hold no views, with why.",
  }),
  ledger: z.object({
    ...{ read: count, accepted: count, duplicate: count, quarantined: count },
    excluded: count,
  }),
  reasons: counts,
  excluded: counts,
  excluded_hours: z.record(z.string(), hours).openapi({
    description: "Watch hours of the excluded rows, by reason; empty in runs of older versions.",
  }),
  ...metricSchemas(REPORT_METRICS),
  ...z.object(metricSchemas(LATER_METRICS)).partial().shape,
  first_watch_date: instantOrNull,
  last_watch_date: instantOrNull,
  output: z.object({ path: z.string(), rows: count, bytes: count, input_bytes: count }),
  expectations: z.array(expectationSchema),
  seconds: z.number(),
  rows_per_second: z.number(),
  parameters: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null()]),
  ),
});

/** A run's report. */
export const runReportSchema = sameAs<RunReport>()(run.openapi("RunReport"));

/** `GET /api/runs/{run_id}`. */
export const runSchema = sameAs<RunAnswer>()(
  run.extend({
    removed_at: instantOrNull.openapi({
      description: "When the rows of its inputs were removed; null while they count.",
    }),
    older_rules: z.boolean().openapi({
      description: "Whether its rows count still although they were read under older rules.",
    }),
  }).openapi("Run"),
);

const refusedFileSchema = sameAs<RefusedFile>()(
  z.object({
    path: z.string(),
    reason: z.string().openapi({ description: "Why, in one line that says what to do." }),
    at: instant,
    run_id: z.string().nullable().openapi({ description: "The run whose audit failed." }),
  }).openapi("RefusedFile"),
);

/** `GET /api/runs`. */
export const runsSchema = sameAs<RunList>()(
  z.object({
    runs: z.array(runSchema),
    next_cursor: nextCursor,
    refused_files: z.array(refusedFileSchema),
  }).openapi(
    "RunList",
  ) as unknown as z.ZodType<RunList>,
);
