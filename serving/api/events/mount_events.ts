// `POST /api/events`: viewing events in, acknowledged once the log is durable.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { forDimensions } from "../../../domain/columns.ts";
import type { EventsAnswer } from "../../../domain/service_answers.ts";
import type { ApiPorts } from "../api_ports.ts";
import { ProblemError } from "../problem.ts";
import { problemResponses } from "../problem_responses.ts";
import { eventsSchema } from "../schemas/service_schemas.ts";
import { appendRows } from "./append_rows.ts";
import { Idempotency } from "./idempotency.ts";
import { readBody } from "./read_body.ts";
import { splitRows } from "./split_rows.ts";

const whole = z.number().openapi({ type: "integer" });
/** A whole number is a text too: its digits as they are written. */
const text = z.union([z.string(), whole]);

const event = z.looseObject({
  user_id: text,
  show_name: text,
  watch_duration_minutes: z.union([z.number(), z.string()]).openapi({
    description: "More than 0, at most 1440.",
  }),
  watch_date: z.union([z.string(), whole]).openapi({
    description:
      "When the view started; UTC if no zone is given. A whole number is seconds since " +
      "1970 below 2.6e11, else milliseconds.",
    example: "2026-10-31T20:15:00Z",
  }),
  event_id: text.optional(),
  episode: text.nullable().optional().openapi({
    description:
      "Null or empty for a film: its pieces are one episode. Without the key each view is one.",
  }),
  ...forDimensions(() => text.optional()),
  genre: text.optional(),
}).openapi("Event");

/** Body and headers of the request. */
const eventsBody = {
  headers: z.object({
    "idempotency-key": z.string().min(1).max(255).optional().openapi({
      description: "The same key and body again within 24 hours give the first answer again.",
    }),
  }),
  body: {
    required: true,
    content: {
      "application/json": { schema: z.union([event, z.array(event).min(1)]) },
      "application/x-ndjson": { schema: { type: "string" } },
    },
  },
} as const;

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
