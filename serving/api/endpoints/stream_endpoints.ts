// Endpoints about the log and the files: topics, messages, Parquet files.

import type { MessageStart } from "../../ports.ts";
import { defineEndpoint, found } from "../endpoint.ts";
import { listFiles } from "../files/list_files.ts";
import { nameParameter } from "../schemas/name_parameter.ts";
import { partitionParameter, startParameter, wholeParameter } from "../schemas/parameters.ts";
import { filesSchema, messagesSchema, topicsSchema } from "../schemas/service_schemas.ts";

/** `GET /api/stream/topics`. */
const topics = defineEndpoint({
  ...{ path: "/api/stream/topics", name: "topics", tag: "Stream", freshness: "always" },
  summary: "Topics, their partitions, and how far the store has applied them.",
  query: {},
  answer: topicsSchema,
  ask: (ports) => ports.log.topics(),
  rows: ({ topics }) =>
    topics.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, ...partition }))
    ),
});

/** `GET /api/stream/topics/{topic}/messages`. */
const messages = defineEndpoint({
  ...{ path: "/api/stream/topics/{topic}/messages", name: "messages", tag: "Stream" },
  freshness: "always",
  summary: "Records of a topic as the log holds them.",
  params: nameParameter("topic", "The topic's name."),
  query: {
    ...partitionParameter,
    ...startParameter,
    limit: wholeParameter({ min: 1, max: 500, fallback: 50, description: "At most so many." }),
  },
  answer: messagesSchema,
  ask: async (ports, { topic, from: start, ...options }) =>
    found(
      await ports.log.messages(topic, { start: start as MessageStart, ...options }),
      `topic ${JSON.stringify(topic)} with such a partition`,
    ),
  rows: (answer) =>
    answer.messages.map(({ headers, ...message }) => ({
      ...message,
      headers: JSON.stringify(headers),
    })),
});

/** `GET /api/files`. */
const files = defineEndpoint({
  ...{ path: "/api/files", name: "files", tag: "Files", freshness: "always" },
  summary: "The Parquet files of the output.",
  query: {},
  answer: filesSchema,
  ask: async ({ output }) => ({ files: await listFiles(output) }),
  rows: (answer) => answer.files.map((file) => ({ ...file })),
});

/** All of them. */
export const streamEndpoints = [topics, messages, files];
