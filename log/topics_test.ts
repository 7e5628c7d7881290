// Tests that topics are made where they are missing, and refused where they cannot be read.

import assert from "node:assert/strict";
import { LogTopicError } from "./errors.ts";
import type { TopicInfo } from "./port.ts";
import { createTopics, EVENTS_TOPIC, QUARANTINE_TOPIC } from "./topics.ts";

const topicOf = (topic: string, partitions: number): TopicInfo => ({
  ...{ topic, partitions },
  ...{ retention: {}, sizeBytes: null },
});

async function made(there: readonly TopicInfo[]): Promise<string[]> {
  const names: string[] = [];
  await createTopics({
    topics: () => Promise.resolve(there),
    createTopic: (topic) => Promise.resolve(void names.push(topic)),
  }, 4);
  return names;
}

Deno.test("createTopics() makes what is not there, and leaves the others their partitions", async () => {
  assert.deepEqual(await made([topicOf(EVENTS_TOPIC, 1_024)]), [QUARANTINE_TOPIC]);
});

Deno.test("createTopics() says that a topic has more partitions than can be read", async () => {
  await assert.rejects(made([topicOf(EVENTS_TOPIC, 2_000)]), (error) => {
    assert.ok(error instanceof LogTopicError);
    assert.match(
      error.message,
      /watch\.events as it must have at most 1024 partitions: it has 2000/,
    );
    return true;
  });
});
