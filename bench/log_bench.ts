// Measures the embedded log: every commit synced.
// Run it with `deno task bench:log`.

import { join } from "node:path";
import { EmbeddedLog } from "../log/embedded/embedded_log.ts";
import { openEmbeddedConsumer } from "../log/embedded/embedded_consumer.ts";
import type { NewRecord } from "../log/port.ts";
import { startEchoes } from "./log_latency.ts";
import { renderTable } from "./render_table.ts";

const RECORDS = 1_000_000, BATCH_RECORDS = 1_000, VALUE_BYTES = 132, USERS = 50_000;
const SINGLES = 6_000, WARM_UP = 1_000, SINGLES_PER_SECOND = 1_000;
const TOPIC = "bench", PARTITIONS = 4;

const row = (name: string, goal: string, measured: string) => [name, goal, measured];
const perSecond = (records: number, ms: number) =>
  `${Math.round(records / ms).toLocaleString("en")} k/s`;

/** Different batches, so that no step sees the same one again and again. */
function makeBatches(): NewRecord[][] {
  const value = new TextEncoder().encode("v".repeat(VALUE_BYTES));
  return Array.from(
    { length: 64 },
    (_, batch) =>
      Array.from({ length: BATCH_RECORDS }, (_, index) => {
        const user = (batch * 7_919 + index * 104_729) % USERS;
        return { key: `u-${String(user).padStart(6, "0")}`, value };
      }),
  );
}

async function appendAll(log: EmbeddedLog, inFlight: number): Promise<number> {
  const batches = makeBatches(), startMs = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: inFlight }, async () => {
    while (next < RECORDS / BATCH_RECORDS) await log.append(TOPIC, batches[next++ % 64]!);
  }));
  return performance.now() - startMs;
}

async function readAll(root: string, records: number): Promise<number> {
  const options = { name: null, topics: [TOPIC], positionOf: () => null };
  const consumer = await openEmbeddedConsumer(root, options);
  const { signal } = new AbortController(), startMs = performance.now();
  for (let read = 0; read < records;) {
    for (const batch of await consumer.poll(5_000, signal)) {
      for (const { value } of batch.records) read += value.length === VALUE_BYTES ? 1 : NaN;
    }
  }
  const ms = performance.now() - startMs;
  await consumer.close();
  return ms;
}

function quantiles(ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!.toFixed(1);
  return `p50 ${at(0.5)}, p99 ${at(0.99)} ms`;
}

/** Appends single records at a steady rate: when each is acknowledged, and when another worker has it. */
async function measureLatency(log: EmbeddedLog, root: string): Promise<string[]> {
  const echoes = await startEchoes(root, TOPIC);
  const acknowledgedMs: number[] = [], appends: Promise<unknown>[] = [];
  const startMs = performance.now(), encoder = new TextEncoder();
  for (let sent = 0; sent < SINGLES;) {
    for (
      ;
      sent < SINGLES && performance.now() - startMs >= sent / SINGLES_PER_SECOND * 1e3;
      sent++
    ) {
      const sentMs = performance.now();
      const value = encoder.encode(String(performance.timeOrigin + sentMs));
      const append = log.append(TOPIC, [{ key: `u-${sent}`, value }]);
      appends.push(append.then(() => acknowledgedMs.push(performance.now() - sentMs)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(appends);
  const echoedMs = await echoes.take(SINGLES);
  return [acknowledgedMs, echoedMs].map((ms) => quantiles(ms.slice(WARM_UP)));
}

async function measureEmbedded(folder: string): Promise<string[][]> {
  const root = join(folder, "log");
  const log = await EmbeddedLog.open(root);
  await log.createTopic(TOPIC, { partitions: PARTITIONS });
  const oneMs = await appendAll(log, 1), fourMs = await appendAll(log, 4);
  const sizeBytes = (await log.topics())[0]!.sizeBytes! / 2;
  const readMs = await readAll(root, 2 * RECORDS);
  const [acknowledged, echoed] = await measureLatency(log, root);
  await log.close();
  const startMs = performance.now();
  await (await EmbeddedLog.open(root)).close();
  return [
    row("append, batches of 1,000, one at a time", "≥ 500 k/s", perSecond(RECORDS, oneMs)),
    row("append, batches of 1,000, four at a time", "≥ 500 k/s", perSecond(RECORDS, fourMs)),
    row("single records, 1,000/s: acknowledged", "p99 < 10 ms", acknowledged!),
    row("single records, 1,000/s: in another worker", "", echoed!),
    row("read", "≥ 1,500 k/s", perSecond(2 * RECORDS, readMs)),
    row("start after 2 M records", "", `${(performance.now() - startMs).toFixed(0)} ms`),
    row("1 M records on disk", "", `${(sizeBytes / 1e6).toFixed(0)} MB`),
  ];
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "playhead-log-bench-" });
  try {
    const rows = await measureEmbedded(folder);
    console.log(`${PARTITIONS} partitions, records of about 140 bytes, load ${Deno.loadavg()[0]}`);
    console.log(renderTable(["what", "goal", "measured"], rows));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
