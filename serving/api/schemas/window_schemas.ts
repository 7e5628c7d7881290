// Schemas of the stream's quality by hours.

import { z } from "@hono/zod-openapi";
import { SEVERITIES } from "../../../domain/contract.ts";
import type { WindowQuality } from "../../../domain/window_answer.ts";
import { METRIC_UNITS } from "./run_schemas.ts";
import { sameAs } from "./same_as.ts";
import { count, instant } from "./value_schemas.ts";

const pointSchema = z.object({
  start: instant,
  observed: z.number().nullable().openapi({ description: "Null: nothing to observe." }),
  passed: z.boolean().nullable().openapi({
    description: "Null without a limit, without rows, and while the hour has yet to reach it.",
  }),
  usual: z.boolean().nullable().openapi({ description: "Whether it lies in its band." }),
  band: z.tuple([z.number(), z.number()]).readonly().nullable().openapi({
    type: ["array", "null"],
    items: { type: "number" },
    minItems: 2,
    maxItems: 2,
    description: "Median ± 4.5 · MAD of the same hour of earlier weeks; null before four of them.",
  }),
}).openapi("WindowPoint");

/** `GET /api/quality/windows`. */
export const windowQualitySchema = sameAs<WindowQuality>()(
  z.object({
    window: z.literal("hour"),
    weeks_known: count,
    weeks_needed: count,
    expectations: z.array(z.object({
      id: z.string(),
      description: z.string(),
      metric: z.string(),
      unit: z.enum(METRIC_UNITS),
      limit: z.string().nullable().openapi({ description: "Null: it has a band only." }),
      severity: z.enum(SEVERITIES).nullable(),
      at_least: z.number().optional(),
      at_most: z.number().optional(),
      failed: count,
      unusual: count,
      points: z.array(pointSchema),
    })),
    not_measured: z.array(z.string()).openapi({
      description: "Expectations that only a run can tell.",
    }),
  }).openapi("WindowQuality"),
);
