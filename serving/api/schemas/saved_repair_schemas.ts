// Schemas of saved repairs.

import { z } from "@hono/zod-openapi";
import type { SavedRepairList } from "../../../domain/saved_repair.ts";
import { repairSchema } from "./repair_schemas.ts";
import { sameAs } from "./same_as.ts";
import { count, instant } from "./value_schemas.ts";

const name = z.string().min(1).max(100).regex(/^[^\p{C}]*\S[^\p{C}]*$/u).openapi({
  example: "dates of the old player",
  pattern: "\\S",
});
const term = z.string().max(4_096).nullable().optional();
const select = z.strictObject({ rule: term, source: term, search: term }).openapi({
  description: "Which rows it is for; what is null does not limit.",
});

/** `POST /api/quarantine/repairs`. */
export const saveBody = z.strictObject({ name, select, repair: repairSchema }).openapi(
  "RepairToSave",
);

/** Names a repair. */
export const namedBody = z.strictObject({ name }).openapi("RepairName");

/** `GET /api/quarantine/repairs`. */
export const savedRepairListSchema = sameAs<SavedRepairList>()(
  z.object({
    repairs: z.array(
      z.object({
        ...{ name, select, repair: repairSchema, created_at: instant },
        settled: count.openapi({ description: "Rows that it has sent or set aside." }),
        stopped: z.string().nullable().openapi({
          description: "Why it is taken on no more rows until it is saved again.",
        }),
      }).openapi("SavedRepair"),
    ),
  }).openapi("SavedRepairList"),
);
