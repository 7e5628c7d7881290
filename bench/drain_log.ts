// Fills a log with a file of events and then measures how fast the consumer brings it into the store.

import { DEFAULT_THRESHOLDS } from "../domain/scoring.ts";
import type { LogSettings } from "../domain/log_settings.ts";
import { openLog } from "../log/open_log.ts";
import { startConsumer } from "../stream/start_consumer.ts";
import { createTopics, EVENTS_TOPIC } from "../log/topics.ts";
import { appendAll } from "./measure_stream.ts";

const PARTITIONS = 4;

/** Seconds from the consumer's start until all is committed. The log and the folder must be new. */
export async function drainLog(
  { path, rows }: { readonly path: string; readonly rows: number },
  settings: LogSettings,
): Promise<number> {
  const { dataPath } = settings;
  await Deno.mkdir(dataPath);
  const log = await openLog(settings);
  try {
    await createTopics(log.admin, PARTITIONS);
    await appendAll(log, { path, topic: EVENTS_TOPIC });
    const startMs = performance.now();
    let read = 0;
    const consumer = startConsumer({
      ...{ log: settings, dataPath, producer: log.producer, thresholds: DEFAULT_THRESHOLDS },
    });
    const done = Promise.withResolvers<void>();
    consumer.onApplied(({ applied }) => {
      read += applied.read;
      if (read >= rows) done.resolve();
    });
    await done.promise;
    const seconds = (performance.now() - startMs) / 1_000;
    await consumer.stop();
    return seconds;
  } finally {
    await log.close();
  }
}
