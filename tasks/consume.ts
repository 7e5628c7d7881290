// `deno task consume`: the pipeline without the web service.

import {
  CONSUMER_SETTINGS,
  type Environment,
  loadStreamConfig,
  STREAM_SETTINGS,
  type StreamConfig,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { UsageError } from "../domain/errors.ts";
import { checkStoreFree } from "../stream/consume/check_store_free.ts";
import { describeShare } from "../stream/consume/describe_share.ts";
import { LogLockedError, LogTopicError } from "../stream/errors.ts";
import type { LogProducer } from "../stream/log.ts";
import { findLogTrouble, type LogSettings, openLog } from "../stream/open_log.ts";
import { type ConsumerHandle, startConsumer } from "../stream/start_consumer.ts";
import { createTopics } from "../stream/topics.ts";
import type { CommandSpec } from "./command_line.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";
import { withInterrupt } from "./with_interrupt.ts";

const SPEC = {
  command: "deno task consume",
  summary: "Applies the log's records to the store, without the web service, until it is stopped.",
  flags: {
    workers: { ...CONSUMER_SETTINGS.CONSUMER_WORKERS, env: "CONSUMER_WORKERS" },
    quiet: { kind: "switch", help: "print nothing but errors" },
  },
  settings: { ...STREAM_SETTINGS, ...THRESHOLD_SETTINGS },
  exitCodes: { 0: "stopped", 2: "usage, or a store that another process writes to" },
  examples: [
    "deno task consume",
    "deno task consume --workers 4",
    "PLAYHEAD_DATA=/srv/playhead deno task consume",
  ],
} as const satisfies CommandSpec;

const SHOWN_EVERY_MS = 2_000;
const TRY_EVERY_MS = 2_000;
/** A log that another process writes to is looked at this often. */
const LOOK_EVERY_MS = 5;

/**
 * The embedded log belongs to whoever produces, so that `etl --publish`, `replay` and the service can go on
 * beside this: what is quarantined is in the store, and no copies go to the log.
 */
const NO_COPIES: LogProducer = {
  append: () => Promise.resolve([]),
  close: () => Promise.resolve(),
};

async function consume(
  config: StreamConfig,
  { workers: readers, quiet }: { readonly workers: number; readonly quiet: boolean },
  signal: AbortSignal,
): Promise<number> {
  const { dataPath, thresholds, log } = config;
  checkStoreFree(dataPath);
  const say = (text: string) => quiet || console.error(text);
  if (!await unless(signal, makeTopics(log, config.partitions, say))) return EXIT.done;
  const producer = log.kind === "embedded" ? NO_COPIES : (await openLog(log)).producer;
  const consumer = startConsumer({
    ...{ log, dataPath, thresholds, producer, readers, lookEveryMs: LOOK_EVERY_MS },
  });
  tell(consumer, say);
  const progress = setInterval(() => say(describe(consumer)), SHOWN_EVERY_MS);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  clearInterval(progress);
  await consumer.stop();
  await producer.close();
  say(`Stopped. ${describe(consumer)}`);
  return EXIT.done;
}

/** Whoever has the embedded log has made its topics. A cluster that is away is waited for, but not in silence. */
async function makeTopics(
  settings: LogSettings,
  partitions: number,
  say: (text: string) => void,
): Promise<void> {
  for (let trouble = await findLogTrouble(settings); trouble !== null;) {
    if (!trouble.startsWith("Cannot reach")) throw new UsageError(trouble);
    console.error(`error: ${trouble} Trying again`);
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    trouble = await findLogTrouble(settings);
    if (trouble === null) say("Kafka answers.");
  }
  try {
    const log = await openLog(settings);
    try {
      await createTopics(log.admin, partitions);
    } finally {
      await log.close();
    }
  } catch (error) {
    if (error instanceof LogTopicError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof LogLockedError)) throw error;
  }
}

/** False when the signal came first: a cluster that is away keeps nobody from stopping. */
async function unless(signal: AbortSignal, work: Promise<void>): Promise<boolean> {
  const stopped = new Promise<boolean>((resolve) => {
    if (signal.aborted) resolve(false);
    signal.addEventListener("abort", () => resolve(false), { once: true });
  });
  return await Promise.race([work.then(() => true), stopped]);
}

function tell(consumer: ConsumerHandle, say: (text: string) => void): void {
  consumer.onNews((news) => {
    switch (news.kind) {
      case "ready":
        return say("The store is open; consuming.");
      case "assigned":
        return say(`In the group, this process ${describeShare(news.owned)}.`);
      case "crashed":
        return console.error(`error: ${news.error}. Trying again in ${news.inMs} ms`);
      case "waiting":
        return console.error(`error: ${news.reason}. The store cannot write for now; waiting`);
      case "poisoned":
        return console.error(`note: ${news.place} is quarantined as it stopped the consumer`);
      case "gap":
        return console.error(`note: ${news.message}`);
      case "blocked":
        return console.error(`error: ${news.reason}`);
      case "rederiving":
        return say("Other thresholds or another catalog: deriving everything again");
      case "recovered":
        return say("The store can write again");
    }
  });
}

function describe(consumer: ConsumerHandle): string {
  const { positions, seq, owned } = consumer.status();
  let applied = 0, pending = 0;
  for (const { topic, partition, nextOffset, endOffset } of positions) {
    applied += nextOffset;
    // Others apply the rest to their stores.
    if (owned?.some((one) => one.topic === topic && one.partition === partition) === false) {
      continue;
    }
    pending += Math.max(0, endOffset - nextOffset);
  }
  const count = (records: number) => records.toLocaleString("en");
  return `${count(applied)} records applied, ${count(pending)} behind` +
    (seq === null ? "" : `, commit ${count(seq)}`);
}

await runCommand(SPEC, ({ flags }, environment: Environment) => {
  const config = loadStreamConfig(environment);
  return withInterrupt((signal) => consume(config, flags, signal));
});
