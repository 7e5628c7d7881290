// `POST /api/events`: viewing events in, acknowledged once the log is durable.

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { EventsAnswer } from "../../../domain/service_answers.ts";
import type { ApiPorts } from "../api_ports.ts";
import { ProblemError } from "../problem.ts";
import { problemResponses } from "../problem_responses.ts";
import { eventsSchema } from "../schemas/service_schemas.ts";
import { appendRows } from "./append_rows.ts";
import { eventsBody } from "./events_body.ts";
import { Idempotency } from "./idempotency.ts";
import { readBody } from "./read_body.ts";
import { splitRows } from "./split_rows.ts";

const HEADERS = { source: "http" };

/** Adds the route and its description. */
export function mountEvents(app: OpenAPIHono, ports: ApiPorts): void {
  const idempotency = new Idempotency<EventsAnswer>(ports.answeredKeys, ports.nowMs);
  describe(app);
  app.post("/api/events", async (c) => {
    const body = await readBody(c.req.raw, ports.settings);
    const take = () => takeIn(ports, body);
    const key = c.req.header("idempotency-key");
    if (key === undefined) return c.json(await take(), 202);
    const { answer, isRepeated } = await idempotency.once(key, body, take);
    return c.json(answer, 202, isRepeated ? { "idempotent-replayed": "true" } : {});
  });
}

async function takeIn(ports: ApiPorts, body: Uint8Array): Promise<EventsAnswer> {
  const split = splitRows(body, ports.settings.maxRows);
  if (split.kind === "bad") {
    throw new ProblemError(
      "invalid-body",
      "Cannot take the body as it must be a JSON object, an array of them, or one on each line: " +
        `${split.reason}. Nothing was taken in.`,
    );
  }
  return await appendRows(ports, { rows: split.rows, headersOf: () => HEADERS });
}

function describe(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/events",
    operationId: "postEvents",
    tags: ["Events"],
    summary: "Takes viewing events in; answers once they are durable.",
    description:
      "One object, an array, or one object a line (NDJSON); also packed with gzip. All " +
      "rows are appended or none. Rows that break a rule go into quarantine, and the answer lists them.",
    request: eventsBody,
    security: [{}, { token: [] }],
    responses: {
      202: {
        description: "All rows are durable in the log.",
        content: { "application/json": { schema: eventsSchema } },
      },
      ...problemResponses([
        ...["invalid-parameter", "invalid-body", "token-needed", "forbidden"] as const,
        ...["body-too-slow", "body-too-large", "encoding-unknown", "key-reused"] as const,
        ...["too-many-requests", "too-far-behind", "log-unavailable"] as const,
      ]),
    },
  });
}
