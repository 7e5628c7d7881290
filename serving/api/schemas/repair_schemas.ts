// Schemas of repairs, and of what they make of quarantined rows.

import { z } from "@hono/zod-openapi";
import {
  type Repair,
  REPAIR_CHARSETS,
  REPAIR_FIELDS,
  type RepairPreview,
  type RepairReplay,
  type RepairSelection,
} from "../../../domain/repair.ts";
import { reasonSchema } from "./ledger_schemas.ts";
import { sameAs } from "./same_as.ts";
import { count } from "./value_schemas.ts";

const MAX_STEPS = 50, MAX_TEXT = 1_024, MAX_MAPPED = 1_000, MAX_IDS = 10_000;

const field = z.enum(REPAIR_FIELDS).openapi({
  description: "A field of the row, or `raw`: its text before it is read into fields.",
});
const text = z.string().max(MAX_TEXT);
const step = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

const stepSchema = z.discriminatedUnion("kind", [
  step("set", { field, value: text, when: z.enum(["always", "empty"]).optional() }),
  step("trim", { field }),
  step("replace", { field, pattern: text, with: text }),
  step("date", {
    field: z.literal("watch_date"),
    format: text.openapi({ example: "DD/MM/YYYY HH:mm" }),
    offset: text.optional().openapi({ example: "+02:00" }),
  }),
  step("unit", { field: z.literal("watch_duration_minutes") }),
  step("map", {
    field,
    values: z.record(text, text)
      .refine((values) => Object.keys(values).length <= MAX_MAPPED, `at most ${MAX_MAPPED} values`),
  }),
  step("decode", { charset: z.enum(REPAIR_CHARSETS) }),
  step("skip", { reason: text.min(1), field: field.optional(), pattern: text.optional() }),
]).openapi("RepairStep");

/** A repair. */
export const repairSchema = sameAs<Repair>()(
  z.strictObject({
    columns: z.array(text).max(500).optional().openapi({
      description: "Names of a CSV row's cells; without them the input's header is asked.",
    }),
    steps: z.array(stepSchema).max(MAX_STEPS).openapi({
      description: "Taken in this order; none replays rows as they are.",
    }),
  }).openapi("Repair"),
);

/** Which open rows a repair is for. */
export const selectionSchema = sameAs<RepairSelection>()(
  z.strictObject({
    ids: z.array(z.int().min(1)).max(MAX_IDS).optional(),
    rule: text.nullable().optional(),
    source: z.string().max(4_096).nullable().optional(),
    search: text.nullable().optional(),
  }).openapi("RepairSelection"),
);

const COUNTS = {
  tried: count,
  passes: count,
  skipped: count,
  unreadable: count,
  broken: z.record(z.string(), count)
    .openapi({ description: "Rows that still break a rule, by the first they break." }),
};
const next_cursor = z.string().nullable().openapi({
  description: "Where to go on when there are more rows than one answer tries.",
});
const fields = z.record(z.string(), z.unknown()).nullable();

/** `POST /api/quarantine/preview`. */
export const previewSchema = sameAs<RepairPreview>()(
  z.object({
    ...COUNTS,
    examples: z.array(z.object({
      id: count,
      outcome: z.enum(["passes", "broken", "skipped", "unreadable"]),
      before: fields,
      after: fields,
      reasons: z.array(reasonSchema),
      skip_reason: z.string().nullable(),
    })).openapi({ description: "The first rows of each outcome." }),
    next_cursor,
  }).openapi("RepairPreview"),
);

/** `POST /api/quarantine/replay` with a selection and its repair. */
export const repairReplaySchema = sameAs<RepairReplay>()(
  z.object({
    ...COUNTS,
    replayed: count.openapi({ description: "Rows that were appended to the log." }),
    next_cursor,
  }).openapi("RepairReplay"),
);
