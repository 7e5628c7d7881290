// Sends a file of events through log, consumer and store as the service runs them, and measures that.

import { join } from "node:path";
import process from "node:process";
import type { Ledger } from "../domain/ledger.ts";
import { DEFAULT_THRESHOLDS } from "../domain/scoring.ts";
import type { LogSettings } from "../domain/log_settings.ts";
import { LogWriteError } from "../log/errors.ts";
import type { NewRecord } from "../log/port.ts";
import { type OpenLog, openLog } from "../log/open_log.ts";
import { startConsumer } from "../stream/start_consumer.ts";
import type { ConsumerHandle } from "../stream/consume/consumer_status.ts";
import { createTopics, EVENTS_TOPIC } from "../log/topics.ts";
import { folderBytes } from "./folder_bytes.ts";
import { type Latencies, measureLatencies } from "./stream_latency.ts";

const PARTITIONS = 4, BATCH_RECORDS = 1_000, IN_FLIGHT = 4, MEMORY_SAMPLES = 4;

/** What was measured; times in seconds, sizes in bytes. */
export interface StreamFigures {
  readonly ledger: Ledger;
  /** From the first append until the last one was acknowledged, and until all was committed. */
  readonly appendSeconds: number;
  readonly commitSeconds: number;
  /** Processor time of the whole process meanwhile, which other work on the machine changes less than the rates. */
  readonly cpuSeconds: number;
  /** Resident memory of the process after equal parts of the rows. */
  readonly memoryBytes: readonly number[];
  readonly latencies: Latencies;
  /** At the second rate, if one was asked for and the log keeps up with it. */
  readonly fastLatencies: Latencies | null;
  /** 0 over Kafka, where others keep the log. */
  readonly logBytes: number;
  readonly storeBytes: number;
  /** From an open log to a consumer that reads, over the filled store. */
  readonly startMs: number;
}

/** Measures over a log that holds nothing yet, and a new folder. */
export async function measureStream(
  input: { readonly path: string; readonly rows: number; readonly fastPerSecond?: number },
  settings: LogSettings,
): Promise<StreamFigures> {
  const { dataPath } = settings;
  await Deno.mkdir(dataPath);
  const log = await openLog(settings);
  await createTopics(log.admin, PARTITIONS);
  const consumer = start(log, settings);
  await consumer.ready;
  const throughput = await measureThroughput(log, consumer, input);
  const latencies = await measureLatencies(log, { consumer, perSecond: 1_000 });
  const { fastPerSecond: perSecond } = input;
  const fastLatencies = perSecond === undefined
    ? null
    : await measureLatencies(log, { consumer, perSecond }).catch(asNotKeptUp);
  await consumer.stop();
  const startedMs = performance.now();
  const again = start(log, settings);
  await again.ready;
  const startMs = performance.now() - startedMs;
  await again.stop();
  await log.close();
  return {
    ...throughput,
    ...{ latencies, fastLatencies, startMs },
    logBytes: settings.kind === "embedded" ? await folderBytes(join(dataPath, "log")) : 0,
    storeBytes: (await Deno.stat(join(dataPath, "store.db"))).size,
  };
}

function asNotKeptUp(error: unknown): null {
  if (error instanceof LogWriteError) return null;
  throw error;
}

function start(log: OpenLog, settings: LogSettings): ConsumerHandle {
  return startConsumer({
    ...{ log: settings, dataPath: settings.dataPath, producer: log.producer },
    thresholds: DEFAULT_THRESHOLDS,
  });
}

/** Batches of lines, as an ingesting client has them: encoded. */
async function* readBatches(path: string): AsyncGenerator<Uint8Array[]> {
  using file = await Deno.open(path);
  let rest: Uint8Array = new Uint8Array(0);
  const lines: Uint8Array[] = [];
  for await (const chunk of file.readable) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      lines.push(bytes.subarray(from, end));
      from = end + 1;
      if (lines.length === BATCH_RECORDS) yield lines.splice(0);
    }
    rest = bytes.subarray(from);
  }
  if (lines.length > 0) yield lines;
}

async function measureThroughput(
  log: OpenLog,
  consumer: ConsumerHandle,
  { path, rows }: { readonly path: string; readonly rows: number },
) {
  const memoryBytes: number[] = [], done = Promise.withResolvers<void>();
  let applied = 0, ledger: Ledger | null = null;
  consumer.onApplied(({ applied: { read, ledger: sum } }) => {
    applied += read;
    ledger = sum;
    const parts = Math.floor(applied / rows * MEMORY_SAMPLES);
    while (memoryBytes.length < parts) memoryBytes.push(Deno.memoryUsage().rss);
    if (applied >= rows) done.resolve();
  });
  const startMs = performance.now(), startCpu = process.cpuUsage();
  await appendAll(log, { path, topic: EVENTS_TOPIC });
  const appendSeconds = (performance.now() - startMs) / 1_000;
  await done.promise;
  const commitSeconds = (performance.now() - startMs) / 1_000;
  const { user, system } = process.cpuUsage(startCpu);
  const cpuSeconds = (user + system) / 1e6;
  return { ledger: ledger!, appendSeconds, commitSeconds, cpuSeconds, memoryBytes };
}

/** Appends a file's lines in batches, some at a time, each acknowledged. */
export async function appendAll(
  log: OpenLog,
  { path, topic }: { readonly path: string; readonly topic: string },
): Promise<void> {
  const batches = readBatches(path);
  await Promise.all(Array.from({ length: IN_FLIGHT }, async () => {
    for (;;) {
      const { value, done } = await batches.next();
      if (done) return;
      await log.producer.append(topic, value.map(asRecord));
    }
  }));
}

function asRecord(value: Uint8Array): NewRecord {
  const { user_id } = JSON.parse(new TextDecoder().decode(value));
  return { key: String(user_id ?? ""), value };
}
