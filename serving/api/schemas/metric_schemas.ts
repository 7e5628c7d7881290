// Schemas of metrics, with what the table says of each.

import { z } from "@hono/zod-openapi";
import {
  type FiguresOf,
  type FigureUnit,
  type MetricId,
  METRICS,
  type MetricValue,
} from "../../../domain/metrics.ts";
import { count, hours, score, share } from "./value_schemas.ts";

const BY_UNIT: Readonly<Record<FigureUnit, z.ZodType<number | null>>> = {
  ...{ count, hours, share, score, minutes: z.number().min(0).nullable() },
};

/** The properties of an answer that has these metrics. */
export function metricSchemas<Id extends MetricId>(
  ids: readonly Id[],
): { [Name in keyof FiguresOf<Id>]: z.ZodType<MetricValue<Name & MetricId>> } {
  const schemas = ids.map((id) => {
    const { unit, explanation } = METRICS[id];
    return [id, BY_UNIT[unit].openapi({ description: explanation })];
  });
  return Object.fromEntries(schemas);
}
