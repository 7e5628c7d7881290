// `GET /api/live`: the live stream as server-sent events. The WebSocket at /live is no HTTP answer.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { problemResponses } from "./problem_responses.ts";

const SINCE = "The `seq` of the last message that was heard: goes on from there, or begins anew.";

/** One event; a `notice` has no id, so that it does not become a place to go on from. */
const eventSchema = z.object({
  id: z.string().optional().openapi({ description: "The message's `seq`." }),
  event: z.literal("message").optional(),
  data: z.string().openapi({
    description: "A message as JSON: `kind` is `snapshot`, `delta` or `notice`.",
  }),
}).openapi("LiveEvent");

/** Adds the route and its description. */
export function mountLive(app: OpenAPIHono, live: (request: Request) => Response): void {
  const seq = (description: string) =>
    z.string().optional().openapi({ type: "integer", minimum: 0, maximum: 1e15 - 1, description });
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/api/live", operationId: "live", tags: ["Stream"] },
    summary: "The live stream as server-sent events, for `curl -N` and EventSource.",
    description:
      "A `snapshot` first, then numbered `delta`s, at most 20 a second; now and then a " +
      "`notice`. Each event's data is one JSON message, its id the message's `seq`. The same " +
      "messages come by WebSocket from `/live`.",
    request: {
      query: z.object({ since: seq(SINCE) }),
      headers: z.object({ "last-event-id": seq("As `since`; EventSource sends it by itself.") }),
    },
    responses: {
      200: {
        description: "Events until the client goes.",
        content: { "text/event-stream": { schema: eventSchema } },
      },
      ...problemResponses(["invalid-parameter", "forbidden", "too-many-listeners", "not-ready"]),
    },
  });
  app.get("/api/live", (c) => live(c.req.raw));
}
