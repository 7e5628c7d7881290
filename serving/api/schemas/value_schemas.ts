// The values that answers are made of.

import { z } from "@hono/zod-openapi";

/** A count. */
export const count = z.int().min(0);
/** A share, 0–1, or null when there is nothing to average. */
export const share = z.number().min(0).max(1).nullable();
/** An engagement score: 0–1 while its weights add up to 1; null when there is nothing to average. */
export const score = z.number().min(0).nullable();
/** Hours. */
export const hours = z.number().min(0);
/** An ISO instant in UTC, to the millisecond. */
export const instant = z.string().openapi({
  format: "date-time",
  example: "2026-10-31T20:15:00.000Z",
});
/** An ISO instant, or null when there is none. */
export const instantOrNull = z.string().nullable().openapi({ format: "date-time" });
/** Where the next page starts; null on the last one. */
export const nextCursor = z.string().nullable().openapi({
  description: "Pass it as `cursor` to get the next page; null on the last one.",
});
