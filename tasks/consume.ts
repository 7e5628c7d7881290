// `deno task consume`: the pipeline without the web service.

import { wait, within } from "../clock/wait.ts";
import { formatCount } from "../domain/format.ts";
import {
  CONSUMER_SETTINGS,
  type Environment,
  loadStreamConfig,
  STREAM_SETTINGS,
  type StreamConfig,
  THRESHOLD_SETTINGS,
} from "../config.ts";
import { UsageError } from "../domain/errors.ts";
import { describeShare } from "../stream/consume/describe_share.ts";
import { LogLockedError, LogTopicError } from "../log/errors.ts";
import type { LogProducer } from "../log/port.ts";
import { LogEnds, type ReaderPositions } from "../log/log_ends.ts";
import { findLogTrouble, isAway, type LogSettings, openBeside, openLog } from "../log/open_log.ts";
import { startConsumer } from "../stream/start_consumer.ts";
import type { ConsumerHandle } from "../stream/consume/consumer_status.ts";
import { CONSUMER_NAME, createTopics } from "../log/topics.ts";
import type { CommandSpec } from "./command_line.ts";
import { runCommand } from "./run_command.ts";
import { EXIT } from "./run_task.ts";
import { withInterrupt } from "./with_interrupt.ts";
import { checkStoreFree } from "../store/open_store.ts";

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
const ANSWER_WITHIN_MS = 1_000;
const NOT_KNOWN = "how many are behind is not known yet";
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
  const opened = await openBeside(log), producer = opened.producer ?? NO_COPIES;
  const ends = new LogEnds(opened.admin, CONSUMER_NAME);
  const consumer = startConsumer({
    ...{ log, dataPath, thresholds, producer, readers, lookEveryMs: LOOK_EVERY_MS },
  });
  tell(consumer, say);
  const heard = () => isWithin(ANSWER_WITHIN_MS, ends.read(positionsOf(consumer)));
  const progress = setInterval(async () => {
    const isHeard = await heard();
    if (!signal.aborted) say(describe(consumer, isHeard ? ends : null));
  }, SHOWN_EVERY_MS);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  clearInterval(progress);
  await consumer.stop();
  const isHeard = await heard();
  await opened.close();
  say(`Stopped. ${describe(consumer, isHeard ? ends : null)}`);
  return EXIT.done;
}

/** Whoever has the embedded log has made its topics. A cluster that is away is waited for, but not in silence. */
async function makeTopics(
  settings: LogSettings,
  partitions: number,
  say: (text: string) => void,
): Promise<void> {
  for (let trouble = await findLogTrouble(settings, { asMember: true }); trouble !== null;) {
    if (!isAway(trouble)) throw new UsageError(trouble);
    console.error(`error: ${trouble} Trying again`);
    await wait(TRY_EVERY_MS);
    trouble = await findLogTrouble(settings, { asMember: true });
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

function positionsOf(consumer: ConsumerHandle): ReaderPositions {
  return {
    positionOf: (topic, partition) => consumer.positionOf(topic, partition) ?? 0,
    owns: (topic, partition) =>
      consumer.status().owned?.some((one) => one.topic === topic && one.partition === partition) ??
        true,
  };
}

/** Whether it is done in time; a cluster that is away is not waited for. */
async function isWithin(waitMs: number, work: Promise<unknown>): Promise<boolean> {
  return await within(waitMs, work.then(() => true, () => false), () => false);
}

/** `ends` is null where the log did not say how far it goes now. */
function describe(consumer: ConsumerHandle, ends: LogEnds | null): string {
  const { positions } = consumer.status();
  const applied = positions.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
  // What others of the group apply to their stores is not behind.
  const behind = ends === null
    ? NOT_KNOWN
    : `${formatCount(ends.pending(positionsOf(consumer)))} behind`;
  return `${formatCount(applied)} records applied, ${behind}`;
}

await runCommand(SPEC, ({ flags }, environment: Environment) => {
  const config = loadStreamConfig(environment);
  return withInterrupt((signal) => consume(config, flags, signal));
});
