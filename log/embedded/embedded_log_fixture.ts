// An embedded log and its consumers in a folder that goes when the test ends.

import { join } from "node:path";
import type { ConsumerOptions, LogBatch, LogConsumer, NewRecord } from "../port.ts";
import { openEmbeddedConsumer } from "./embedded_consumer.ts";
import { EmbeddedLog, type EmbeddedLogOptions } from "./embedded_log.ts";

/** The topic of the tests; a test makes it with as many partitions as it likes. */
export const TOPIC = "watch.events";
/** A signal that is never aborted. */
export const never = new AbortController().signal;

/** A record whose value is `text`. */
export function record(key: string, text = key): NewRecord {
  return { key, value: new TextEncoder().encode(text) };
}

/** Gives the test a new log and its folder. */
export async function withLog(
  test: (log: EmbeddedLog, root: string) => Promise<void>,
  options: EmbeddedLogOptions = {},
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-log-" });
  const root = join(folder, "data", "log");
  const log = await EmbeddedLog.open(root, options);
  try {
    await test(log, root);
  } finally {
    await log.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Gives the test a consumer: unless told otherwise a passer-by who starts at the first record. */
export async function withConsumer(
  root: string,
  options: Partial<ConsumerOptions>,
  test: (consumer: LogConsumer) => Promise<void>,
): Promise<void> {
  const rest = { name: null, topics: [TOPIC], positionOf: () => null };
  const consumer = await openEmbeddedConsumer(root, { ...rest, ...options });
  try {
    await test(consumer);
  } finally {
    await consumer.close();
  }
}

/** The values of all records, as text. */
export function texts(batches: readonly LogBatch[]): string[] {
  const decoder = new TextDecoder();
  return batches.flatMap(({ records }) => records.map(({ value }) => decoder.decode(value)));
}
