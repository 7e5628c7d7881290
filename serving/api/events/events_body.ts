// What `POST /api/events` takes, for the OpenAPI document; rows themselves are read by the pipeline.

import { z } from "@hono/zod-openapi";

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
  device: text.optional(),
  country: text.optional(),
  genre: text.optional(),
}).openapi("Event");

/** Body and headers of the request. */
export const eventsBody = {
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
