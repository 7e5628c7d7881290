// `POST /api/runs/{run_id}/again`: a run of the ETL with the inputs and parameters of an earlier one.

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiPorts } from "./api_ports.ts";
import { found, queriesOf } from "./endpoint.ts";
import { ProblemError } from "./problem.ts";
import { problemResponses } from "./problem_responses.ts";
import { nameParameter } from "./schemas/name_parameter.ts";
import { z } from "@hono/zod-openapi";
import { runReportSchema } from "./schemas/run_schemas.ts";

/** What the ETL says of inputs and settings that it cannot use is the request's fault, not a defect. */
const REFUSALS = ["InputError", "UsageError", "AuditError"];

/** Adds the route and its description. */
export function mountRunAgain(app: OpenAPIHono, ports: ApiPorts): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/runs/{run_id}/again",
    operationId: "runAgain",
    tags: ["Quality"],
    summary: "Runs the ETL again with a run's inputs and parameters; answers when it is through.",
    description: "The inputs must be as they were. Rows are not sent through the log again.",
    request: { params: z.object(nameParameter("run_id", "The earlier run's id.")) },
    security: [{}, { token: [] }],
    responses: {
      200: {
        description: "The new run's report.",
        content: { "application/json": { schema: runReportSchema } },
      },
      ...problemResponses([
        ...["invalid-parameter", "token-needed", "forbidden", "not-found"] as const,
        ...["too-many-requests", "not-ready"] as const,
      ]),
    },
  });
  app.post("/api/runs/:run_id/again", async (c) => {
    const id = c.req.param("run_id");
    const runs = await queriesOf(ports).runs(), report = runs.find(({ run_id }) => run_id === id);
    const earlier = found(report ?? null, `run ${JSON.stringify(id)}`);
    if (ports.runAgain === null) {
      throw new ProblemError("not-ready", "Cannot run again as that needs the service: start it.");
    }
    try {
      return c.json(await ports.runAgain(earlier));
    } catch (error) {
      if (!(error instanceof Error) || !REFUSALS.includes(error.name)) throw error;
      throw new ProblemError("invalid-parameter", error.message, { cause: error });
    }
  });
}
