// Schemas of the service's own answers: events taken in, topics, messages, files, problems.

import { z } from "@hono/zod-openapi";
import type {
  EventsAnswer,
  FileList,
  MessageList,
  ReplayAnswer,
  TopicList,
} from "../../../domain/service_answers.ts";
import { reasonSchema } from "./ledger_schemas.ts";
import { sameAs } from "./same_as.ts";
import { count, instant } from "./value_schemas.ts";

const offsets = z.array(z.object({ partition: count, first_offset: count, records: count }));

/** `POST /api/events`. */
export const eventsSchema = sameAs<EventsAnswer>()(
  z.object({
    topic: z.string(),
    received: count.openapi({ description: "Rows in the body; all are in the log." }),
    valid: count,
    quarantined: count,
    offsets,
    rows: z.array(z.object({ index: count, reasons: z.array(reasonSchema) }))
      .openapi({ description: "Rows that break a rule, at most 1,000." }),
  }).openapi("EventsAccepted"),
);

/** `POST /api/quarantine/replay`. */
export const replaySchema = sameAs<ReplayAnswer>()(
  z.object({
    replayed: z.array(count),
    offsets,
    rows: z.array(z.object({ id: count, reasons: z.array(reasonSchema) })),
  }).openapi("ReplayAccepted"),
);

/** `GET /api/stream/topics`. */
export const topicsSchema = sameAs<TopicList>()(
  z.object({
    log: z.enum(["embedded", "kafka"]),
    consumer: z.object({ name: z.string(), state: z.string(), restarts: count, lag: count }),
    topics: z.array(z.object({
      topic: z.string(),
      size_bytes: count.nullable(),
      retention_hours: z.number().nullable(),
      records: count.openapi({
        description: "At most: with Kafka offsets, of which some hold none (compacted, marks).",
      }),
      lag: count,
      partitions: z.array(z.object({
        partition: count,
        first_offset: count,
        end_offset: count,
        applied_offset: count,
        lag: count,
        in_open_transaction: count.openapi({
          description: "Of the lag, what waits for a transaction to end.",
        }),
      })),
    })),
  }).openapi("TopicList"),
);

/** `GET /api/stream/topics/{topic}/messages`. */
export const messagesSchema = sameAs<MessageList>()(
  z.object({
    topic: z.string(),
    messages: z.array(z.object({
      partition: count,
      offset: count,
      key: z.string(),
      ingested_at: instant,
      headers: z.record(z.string(), z.string()),
      value: z.string(),
      encoding: z.literal("base64").nullable(),
    })),
  }).openapi("MessageList"),
);

/** `GET /api/files`. */
export const filesSchema = sameAs<FileList>()(
  z.object({
    files: z.array(z.object({
      path: z.string(),
      bytes: count,
      modified_at: instant,
      href: z.string(),
    })),
  }).openapi("FileList"),
);

/** Every error (RFC 9457). */
export const problemSchema = z.object({
  type: z.string().openapi({ description: "Which problem it is; stable." }),
  title: z.string(),
  status: z.int(),
  detail: z.string().openapi({ description: "What is wrong here, and what to do." }),
  parameter: z.string().optional().openapi({ description: "The offending parameter, if one is." }),
}).openapi("Problem");
