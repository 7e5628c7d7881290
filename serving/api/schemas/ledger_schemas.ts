// Schemas of the ledger, quality, quarantine and runs.

import { z } from "@hono/zod-openapi";
import type {
  LedgerAnswer,
  LedgerHours,
  QualityAnswer,
  QuarantineItem,
  QuarantineList,
} from "../../../domain/answers.ts";
import { RULE_IDS } from "../../../domain/rule.ts";
import { count, instant } from "./value_schemas.ts";
import { expectationSchema } from "./run_schemas.ts";
import { sameAs } from "./same_as.ts";

const LEDGER = {
  read: count.openapi({ description: "Rows and records read." }),
  accepted: count,
  duplicate: count,
  quarantined: count,
  excluded: count,
};
const balanced = z.boolean().openapi({
  description: "read = accepted + duplicate + quarantined + excluded",
});

/** `GET /api/ledger`. */
export const ledgerSchema = sameAs<LedgerAnswer>()(
  z.object({
    ...LEDGER,
    pending: count.openapi({ description: "Records in the log that are not applied yet." }),
    missing: count.openapi({
      description:
        "Offsets that the log has no more and the store never saw; outside the equation.",
    }),
    missing_offsets: z.array(
      z.object({
        topic: z.string(),
        partition: count,
        from: count,
        to: count.openapi({ description: "The first offset that is there again." }),
        at: z.string(),
      }),
    ).openapi({ description: "Which they are, newest first." }),
    balanced,
    sources: z.array(z.object({ ...LEDGER, source: z.string(), balanced })).openapi({
      description: "At most 500, those with most rows; the rest together as (other sources).",
    }),
    removed: z.array(z.object({ source: z.string(), rows: count, at: instant })).openapi({
      description: "Imports that were removed, newest first: their rows are counted nowhere above.",
    }),
    older_imports: z.array(z.object({ source: z.string(), rows: count })).openapi({
      description: "Imports that count although older rules read them.",
    }),
  }).openapi("Ledger"),
);

const counts = z.record(z.string(), count);

/** `GET /api/quality`. */
export const qualitySchema = sameAs<QualityAnswer>()(
  z.object({
    ledger: z.object({ ...LEDGER, balanced }),
    reasons: counts.openapi({ description: "Quarantined rows by first rule." }),
    hours: z.array(z.object({ ...LEDGER, start: instant, reasons: counts })),
    runs: z.array(z.object({
      run_id: z.string(),
      started_at: instant,
      expectations: z.array(expectationSchema),
    })),
  }).openapi("Quality"),
);

/** `GET /api/ledger/hours`. */
export const ledgerHoursSchema = sameAs<LedgerHours>()(
  z.object({
    source: z.string().nullable(),
    partitions: z.array(z.object({ ...LEDGER, partition: count })),
    hours: z.array(
      z.object({ ...LEDGER, start: instant, reasons: counts, read_by_partition: z.array(count) }),
    ),
  }).openapi("LedgerHours"),
);

/** One broken rule of a row. */
export const reasonSchema = z.object({
  rule: z.enum(RULE_IDS),
  field: z.string().nullable(),
  value: z.string().nullable(),
  expected: z.string(),
}).openapi("Reason");

const quarantineItemSchema = z.object({
  id: count,
  key: z.string().openapi({ description: "The same wherever and whenever the row is read." }),
  rule: z.string(),
  source: z.string(),
  line: count,
  offset: count,
  reasons: z.array(reasonSchema),
  raw: z.string(),
  encoding: z.literal("base64").optional(),
  ingested_at: instant,
  status: z.string().openapi({ description: "`open`, `replayed` or `skipped`." }),
  replayed_as: z.string().nullable().openapi({
    description: "The record that brought it back, repaired: `topic/partition@offset`.",
  }),
  skip_reason: z.string().nullable(),
}).openapi("QuarantineItem");
sameAs<QuarantineItem>()(quarantineItemSchema);

/** `GET /api/quarantine`. */
export const quarantineSchema = sameAs<QuarantineList>()(
  z.object({
    rows: z.array(quarantineItemSchema),
    groups: z.array(z.object({ rule: z.string(), source: z.string(), rows: count })),
    next_cursor: z.string().nullable(),
  }).openapi("QuarantineList"),
);
