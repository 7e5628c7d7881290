// What `POST /api/events` takes, for the OpenAPI document; rows themselves are read by the pipeline.

import { z } from "@hono/zod-openapi";

const event = z.looseObject({
  user_id: z.string(),
  show_name: z.string(),
  watch_duration_minutes: z.union([z.number(), z.string()]).openapi({
    description: "More than 0, at most 1440.",
  }),
  watch_date: z.string().openapi({
    description: "When the view started; UTC if no zone is given.",
    example: "2026-10-31T20:15:00Z",
  }),
  event_id: z.string().optional(),
  episode: z.string().nullable().optional().openapi({
    description:
      "Null or empty for a film: its pieces are one episode. Without the key each view is one.",
  }),
  device: z.string().optional(),
  country: z.string().optional(),
  genre: z.string().optional(),
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
