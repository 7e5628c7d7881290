// Schemas of files that are handed in.

import { z } from "@hono/zod-openapi";
import type { FileImport } from "../../../domain/file_import.ts";
import type { RemovedImport } from "../../ports.ts";
import { reasonSchema } from "./ledger_schemas.ts";
import { sameAs } from "./same_as.ts";
import { count, hours, instantOrNull } from "./value_schemas.ts";

const counts = z.record(z.string(), count);
const ledger = z.object({
  ...{ read: count, accepted: count, duplicate: count, quarantined: count, excluded: count },
});

const previewSchema = z.object({
  format: z.string(),
  ledger,
  reasons: counts.openapi({ description: "Quarantined rows by first rule." }),
  excluded: counts.openapi({ description: "Rows left out on purpose, by reason." }),
  excluded_hours: z.record(z.string(), hours).openapi({
    description: "Watch hours of the rows left out on purpose, by reason.",
  }),
  examples: z.array(z.object({
    source: z.string(),
    line: count,
    offset: count,
    reasons: z.array(reasonSchema),
    raw: z.string(),
    encoding: z.literal("base64").optional(),
  })).openapi({ description: "The first quarantined rows of each rule, shortened." }),
  qualified_views: count,
  watch_hours: hours,
  binge_views: count,
  users: count,
  shows: count,
  first_watch_date: instantOrNull,
  last_watch_date: instantOrNull,
  ignored_columns: z.array(z.string()),
  replaces: z.array(z.string()).openapi({
    description: "Imports of older rules whose place it takes: removed as it is published.",
  }),
}).openapi("ImportPreview");

/** The answers of `/api/imports`. */
export const importSchema = sameAs<FileImport>()(
  z.object({
    id: z.string(),
    name: z.string(),
    bytes: count,
    stage: z.enum(["reading", "ready", "refused", "publishing", "published", "stopped"]),
    progress: z.number().min(0).max(1).openapi({ description: "Share of the stage, 0–1." }),
    problem: z.string().nullable().openapi({
      description: "Why it was refused, or may not be published.",
    }),
    preview: previewSchema.nullable(),
    sent: count.openapi({ description: "Rows that the log has durably." }),
    source: z.string().nullable().openapi({ description: "The ledger's name for the file." }),
    ledger_before: ledger.nullable(),
    run_id: z.string().nullable(),
  }).openapi("Import"),
);

/** The answer of `/api/imports/remove`. */
export const removedImportSchema = sameAs<RemovedImport>()(
  z.object({
    source: z.string(),
    rows: count.openapi({ description: "Rows that the ledger had of it." }),
    kept_file: z.string().nullable().openapi({
      description: "Where its file lies now; null when it was not in the watched folder.",
    }),
  }).openapi("RemovedImport"),
);
