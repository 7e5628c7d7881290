// The worker behind log_latency.ts: reads a topic from its end on and posts the records' ages.
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />

import { openEmbeddedConsumer } from "../log/embedded/embedded_consumer.ts";
import { databasePath } from "../log/embedded/log_database.ts";
import { LogView } from "../log/embedded/log_view.ts";

self.onmessage = async ({ data }: MessageEvent<{ root: string; topic: string }>) => {
  const { root, topic } = data, decoder = new TextDecoder();
  const view = new LogView(databasePath(root)), offsets = view.offsets(topic);
  view.close();
  const consumer = await openEmbeddedConsumer(root, {
    ...{ name: null, topics: [topic] },
    positionOf: (_topic, partition) => offsets[partition]!.endOffset,
  });
  self.postMessage([]); // ready
  const { signal } = new AbortController();
  for (;;) {
    const batches = await consumer.poll(5_000, signal);
    const nowMs = performance.timeOrigin + performance.now();
    const values = batches.flatMap(({ records }) => records.map(({ value }) => value));
    self.postMessage(values.map((value) => nowMs - Number(decoder.decode(value))));
  }
};
