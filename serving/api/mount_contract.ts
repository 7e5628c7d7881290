// `GET /api/contract` and `POST /api/contract/limit`: the data contract, and a change of one limit in its file.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ApiPorts } from "./api_ports.ts";
import { readBody } from "./events/read_body.ts";
import { ProblemError } from "./problem.ts";
import { problemResponses } from "./problem_responses.ts";
import { readJson } from "./quarantine/read_json.ts";

const limitBody = z.strictObject({
  id: z.string().max(256),
  bounds: z.array(z.number()).min(1).max(2).openapi({
    description: "The limit's numbers, the lower one first.",
  }),
  version: z.string().max(64).openapi({ description: "Of the file that the change is made to." }),
}).openapi("LimitChange");

const contractSchema = z.object({
  version: z.string(),
  path: z.string(),
  expectations: z.array(z.object({
    id: z.string(),
    description: z.string(),
    metric: z.string(),
    limit: z.object({
      kind: z.string(),
      bound: z.number().optional(),
      lower: z.number().optional(),
      upper: z.number().optional(),
    }),
    severity: z.string(),
  })),
}).openapi("Contract");

/** Adds both routes and their descriptions. */
export function mountContract(app: OpenAPIHono, ports: ApiPorts): void {
  const content = { "application/json": { schema: contractSchema } };
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/api/contract", operationId: "contract", tags: ["Quality"] },
    summary: "The data contract that runs are held against.",
    responses: {
      200: { description: "Its expectations.", content },
      ...problemResponses(["damaged-file"]),
    },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: "/api/contract/limit", operationId: "setLimit", tags: ["Quality"] },
    summary: "Changes the numbers of one limit in the contract's file; the rest of it stays.",
    request: { body: { required: true, content: { "application/json": { schema: limitBody } } } },
    security: [{}, { token: [] }],
    responses: {
      200: { description: "The file is changed; later runs are held against it.", content },
      ...problemResponses([
        ...["invalid-body", "token-needed", "forbidden", "too-many-requests", "conflict"] as const,
        ...["damaged-file", "no-room"] as const,
      ]),
    },
  });
  app.get("/api/contract", async (c) => c.json(await ports.contract.read()));
  app.post("/api/contract/limit", async (c) => {
    const change = readJson(await readBody(c.req.raw, ports.settings), limitBody);
    try {
      return c.json(await ports.contract.setLimit(change));
    } catch (error) {
      const isUnwritable = error instanceof Deno.errors.PermissionDenied ||
        error instanceof Deno.errors.NotCapable;
      if (!isUnwritable && !(error instanceof Error && error.name === "UsageError")) throw error;
      throw new ProblemError("invalid-body", (error as Error).message, { cause: error });
    }
  });
}
