// `/api/time-machine`: history replayed in a copy beside the store, which is not touched by it.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { parseInstant } from "../../domain/instant.ts";
import {
  MAX_REPLAY_SPEED,
  MIN_REPLAY_SPEED,
  type TimeMachineState,
} from "../../domain/time_machine.ts";
import type { TimeMachinePort } from "../ports.ts";
import type { ApiSettings } from "./api_settings.ts";
import { readBody } from "./events/read_body.ts";
import { ProblemError } from "./problem.ts";
import { problemResponses } from "./problem_responses.ts";
import { readJson } from "./quarantine/read_json.ts";
import { sameAs } from "./schemas/same_as.ts";
import { count, instantOrNull } from "./schemas/value_schemas.ts";

const PATH = "/api/time-machine", tags = ["Time machine"];

const instant = z.string().max(64).nullable().optional()
  .transform((text) => text == null ? null : parseInstant(text))
  .refine((ms) => ms === null || !Number.isNaN(ms), {
    message: "an instant such as 2026-10-31T20:00:00Z",
  })
  .openapi({ type: ["string", "null"], format: "date-time" });
const speed = z.number().min(MIN_REPLAY_SPEED).max(MAX_REPLAY_SPEED)
  .openapi({ description: "Times the pace at which it happened." });

const startBody = z.strictObject({
  from: instant,
  to: instant,
  speed: speed.optional().default(600),
}).openapi("ReplayStart");

const changeBody = z.strictObject({
  at: instant.openapi({ description: "Goes to this moment of the history." }),
  speed: speed.nullable().optional().transform((value) => value ?? null),
  playing: z.boolean().nullable().optional().transform((value) => value ?? null),
}).openapi("ReplayChange");

const stateSchema = sameAs<TimeMachineState>()(
  z.object({
    running: z.boolean(),
    from: instantOrNull,
    to: instantOrNull,
    at: instantOrNull.openapi({ description: "All views before it were sent." }),
    speed: z.number(),
    playing: z.boolean(),
    seeking: z.boolean(),
    sent: count,
    views: count.openapi({ description: "Of the whole history that is replayed." }),
    pending: count.openapi({ description: "Sent, and not yet applied." }),
  }).openapi("TimeMachine"),
);

/** Adds the routes and their descriptions. The copy's live stream is the WebSocket /time-machine/live. */
export function mountTimeMachine(
  app: OpenAPIHono,
  machine: TimeMachinePort,
  settings: ApiSettings,
): void {
  describe(app);
  const read = async <T>(request: Request, schema: z.ZodType<T>) =>
    readJson(await readBody(request, settings), schema);
  app.get(PATH, (c) => c.json(machine.state()));
  app.post(PATH, async (c) => {
    const start = await read(c.req.raw, startBody);
    if (machine.state().running) {
      throw new ProblemError("replay-running", "End it first, or wait until its page is closed.");
    }
    return c.json(await orProblem(() => machine.start(start)), 201);
  });
  app.post(`${PATH}/change`, async (c) => {
    const change = await read(c.req.raw, changeBody);
    return c.json(await orProblem(() => machine.change(change)));
  });
  app.post(`${PATH}/end`, async (c) => c.json(await machine.end()));
}

async function orProblem<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError("invalid-body", error.message);
    throw error;
  }
}

function describe(app: OpenAPIHono): void {
  const content = { "application/json": { schema: stateSchema } };
  const body = (schema: z.ZodObject) => ({
    body: { required: true, content: { "application/json": { schema } } },
  });
  const writing = {
    ...{ tags, security: [{}, { token: [] }] },
    problems: problemResponses([
      ...["invalid-body", "body-too-large", "token-needed", "forbidden"] as const,
      ...["too-many-requests", "body-too-slow", "encoding-unknown"] as const,
    ]),
  };
  const { problems, ...common } = writing;
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: PATH, operationId: "timeMachine", tags },
    summary: "The replay that is under way, if there is one.",
    responses: { 200: { description: "How far it is.", content } },
  });
  app.openAPIRegistry.registerPath({
    ...{ ...common, method: "post", path: PATH, operationId: "startReplay" },
    summary: "Begins to replay a period in a throw-away copy; it ends when nobody listens to it.",
    request: body(startBody),
    responses: {
      201: { description: "It runs.", content },
      ...problems,
      ...problemResponses(["replay-running"]),
    },
  });
  app.openAPIRegistry.registerPath({
    ...{ ...common, method: "post", path: `${PATH}/change`, operationId: "changeReplay" },
    summary: "Changes the replay's pace or moment, or lets it stand still.",
    request: body(changeBody),
    responses: { 200: { description: "It is changed.", content }, ...problems },
  });
  app.openAPIRegistry.registerPath({
    ...{ ...common, method: "post", path: `${PATH}/end`, operationId: "endReplay" },
    summary: "Ends the replay and removes its copy.",
    responses: { 200: { description: "There is none any more.", content }, ...problems },
  });
}
