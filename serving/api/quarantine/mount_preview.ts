// `POST /api/quarantine/preview`: what a repair would make of quarantined rows. Nothing is changed.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { RepairPreview } from "../../../domain/repair.ts";
import type { ApiPorts } from "../api_ports.ts";
import { readBody } from "../events/read_body.ts";
import { problemResponses } from "../problem_responses.ts";
import { previewSchema, repairSchema, selectionSchema } from "../schemas/repair_schemas.ts";
import { readJson } from "./read_json.ts";
import { tryRepair } from "./try_repair.ts";

/** Rows of each outcome that an answer shows. */
const EXAMPLES = 6;

const previewBody = z.strictObject({
  select: selectionSchema,
  repair: repairSchema,
  cursor: z.string().nullable().optional(),
}).openapi("RepairTrial");

/** Adds the route and its description. */
export function mountPreview(app: OpenAPIHono, ports: ApiPorts): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/quarantine/preview",
    operationId: "previewRepair",
    tags: ["Quality"],
    summary: "Tries a repair on open rows of the quarantine and tells what would come of it.",
    request: { body: { required: true, content: { "application/json": { schema: previewBody } } } },
    security: [{}, { token: [] }],
    responses: {
      200: {
        description: "How many rows would pass, and examples.",
        content: { "application/json": { schema: previewSchema } },
      },
      ...problemResponses(
        [
          ...["invalid-body", "token-needed", "forbidden", "body-too-slow"] as const,
          ...["body-too-large", "encoding-unknown", "too-many-requests", "not-ready"] as const,
        ],
      ),
    },
  });
  app.post("/api/quarantine/preview", async (c) => {
    const trial = readJson(await readBody(c.req.raw, ports.settings), previewBody);
    const examples: RepairPreview["examples"][number][] = [];
    const shown: Record<string, number> = {};
    const counts = await tryRepair(ports, trial, (rows) => {
      for (const { item, repaired } of rows) {
        const before = shown[repaired.outcome] ?? 0;
        if (before >= EXAMPLES) continue;
        shown[repaired.outcome] = before + 1;
        examples.push({ id: item.id, ...repaired });
      }
    });
    return c.json({ ...counts, examples } satisfies RepairPreview);
  });
}
