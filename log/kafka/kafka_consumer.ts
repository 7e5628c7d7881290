// Consumes from Kafka as a group, from the positions of our own store; the brokers are told of them only.

import { type Consumer, type EachBatchPayload, type Kafka } from "kafkajs";
import { MAX_PARTITIONS } from "../../domain/log_settings.ts";
import { endWithin, wait } from "../../clock/wait.ts";
import { LogOffsetError, LogTopicError, tooManyPartitions } from "../errors.ts";
import type { ConsumerOptions, LogBatch, LogConsumer, PartitionOffsets } from "../port.ts";
import { explainCrash } from "./explain_crash.ts";
import type { KafkaAdmin } from "./kafka_admin.ts";
import { keepPartitions, type KnownRecords } from "./keep_partitions.ts";
import { isLeaderMoving } from "./leader_errors.ts";
import { OfferedBatches } from "./offered_batches.ts";
import { ToldPositions } from "./told_positions.ts";
import { toRecord } from "./to_record.ts";

/** A consumer that is gone loses its partitions after this long; a commit of the store is shorter. */
const SESSION_MS = 10_000, HEARTBEAT_MS = 1_000;
/** Who does not come to a new sharing out within this time is left out of it until later. */
const REBALANCE_MS = 15_000;
const FETCH_WAIT_MS = 100, MAX_FETCH_BYTES = 8 << 20, PARTITIONS_AT_ONCE = 16;
/** Partitions that are added are shared out within this time. */
const METADATA_MAX_AGE_MS = 5_000;
/** A new leader may say for a moment that the partition ends earlier than it does: looks, and the pause between. */
const RANGE_LOOKS = 3, RANGE_PAUSE_MS = 1_000;
/** Topics that somebody else has yet to make are looked for this often. */
const TOPIC_PAUSE_MS = 500;
/** A cluster that is away is not waited for by who leaves. */
const LEAVE_WITHIN_MS = 2_000, TELL_WITHIN_MS = 500;

type GroupOptions = ConsumerOptions & { readonly name: string; readonly topicPrefix: string };

/** Joins the group, once its topics are there and led, and begins to fetch. */
export async function openKafkaConsumer(
  kafka: Kafka,
  admin: Pick<KafkaAdmin, "offsets">,
  options: GroupOptions,
): Promise<LogConsumer> {
  for (const topic of options.topics) {
    const { length } = await waitForTopic(admin, topic);
    if (length > MAX_PARTITIONS) throw tooManyPartitions(options.topicPrefix + topic, length);
  }
  const consumer = kafka.consumer({
    groupId: options.topicPrefix + options.name,
    ...{ sessionTimeout: SESSION_MS, rebalanceTimeout: REBALANCE_MS },
    heartbeatInterval: HEARTBEAT_MS,
    ...{ allowAutoTopicCreation: false, metadataMaxAge: METADATA_MAX_AGE_MS },
    ...{ maxWaitTimeInMs: FETCH_WAIT_MS, minBytes: 1, maxBytes: MAX_FETCH_BYTES },
    retry: { retries: 1_000_000, initialRetryTime: 50, maxRetryTime: 1_000 },
    // None that other programs know: they would get partitions that no store then reads.
    partitionAssigners: [keepPartitions(() => knownRecords(options))],
  });
  const running = new KafkaConsumer(consumer, options, {
    admin,
    explain: (error) => explainCrash(kafka, error, options),
  });
  await running.start();
  return running;
}

/** Asking for one that is not there, or not led yet, would end the consumer. */
async function waitForTopic(
  admin: Pick<KafkaAdmin, "offsets">,
  topic: string,
): Promise<readonly PartitionOffsets[]> {
  for (;;) {
    try {
      return await admin.offsets(topic);
    } catch (error) {
      if (!(error instanceof LogTopicError) && !isLeaderMoving(error)) throw error;
    }
    await wait(TOPIC_PAUSE_MS);
  }
}

function knownRecords({ topics, positionOf }: GroupOptions): KnownRecords {
  const known: Record<string, number> = {};
  for (let partition = 0; partition < MAX_PARTITIONS; partition++) {
    const records = topics.reduce((sum, topic) => sum + (positionOf(topic, partition) ?? 0), 0);
    if (records > 0) known[partition] = records;
  }
  return known;
}

interface Around {
  readonly admin: Pick<KafkaAdmin, "offsets">;
  /** What a crash means, in words for people. */
  readonly explain: (error: Error) => Promise<Error>;
}

class KafkaConsumer implements LogConsumer {
  readonly #consumer: Consumer;
  readonly #around: Around;
  readonly #options: GroupOptions;
  readonly #offers = new OfferedBatches();
  readonly #told: ToldPositions;
  /** The offset that comes next, by topic and partition; none where the store has nothing yet. */
  readonly #next = new Map<string, number>();
  #failure: Error | null = null;

  constructor(consumer: Consumer, options: GroupOptions, around: Around) {
    this.#consumer = consumer;
    this.#around = around;
    this.#options = options;
    const { readsAhead, positionOf } = options;
    this.#told = new ToldPositions(
      ({ topic, partition, offset }) => readsAhead ? positionOf(topic, partition) : offset,
      (positions) =>
        consumer.commitOffsets(positions.map(({ topic, partition, offset }) => (
          { topic: this.#nameOf(topic), partition, offset: String(offset) }
        ))),
    );
  }

  async start(): Promise<void> {
    const { GROUP_JOIN, CRASH, END_BATCH_PROCESS } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#assigned(payload.memberAssignment));
    this.#consumer.on(END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.#pass(payload);
    });
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      if (!restart) this.#around.explain(error).then((told) => this.#fail(told));
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({
      topics: this.#options.topics.map((topic) => this.#nameOf(topic)),
      fromBeginning: true,
    });
    await this.#consumer.run({
      ...{ autoCommit: false, eachBatchAutoResolve: false },
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.#offer(payload),
    });
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]> {
    this.#offers.settle();
    this.#told.settle();
    for (;;) {
      signal.throwIfAborted();
      if (this.#failure !== null) {
        const failure = this.#failure;
        if (failure instanceof LogOffsetError) this.#failure = null; // the caller seeks and goes on
        throw failure;
      }
      const batches = this.#offers.take(maxRecords);
      if (batches.length > 0) {
        this.#told.give(batches);
        if (this.#options.readsAhead) this.#told.settle();
        return batches;
      }
      await this.#offers.wait(signal);
    }
  }

  seek(topic: string, partition: number, offset: number): void {
    this.#offers.drop({ topic, partition });
    this.#next.set(`${topic}/${partition}`, offset);
    this.#consumer.seek({ topic: this.#nameOf(topic), partition, offset: String(offset) });
  }

  async close(): Promise<void> {
    this.#offers.drop();
    await endWithin(TELL_WITHIN_MS, () => this.#told.close());
    await endWithin(LEAVE_WITHIN_MS, () => this.#consumer.disconnect());
  }

  /** Within the event, without waiting: a fetch may begin right after it. */
  #assigned(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.#offers.drop(); // what was fetched for the members before
    this.#told.forget();
    this.#next.clear();
    const { partitions: wanted, positionOf, onAssigned } = this.#options;
    const owned = Object.entries(assignment).flatMap(([name, partitions]) =>
      partitions.map((partition) => ({ topic: this.#topicOf(name), partition }))
    );
    for (const { topic, partition } of owned) {
      if (partition >= MAX_PARTITIONS) {
        return this.#fail(tooManyPartitions(this.#nameOf(topic), partition + 1));
      }
      if (wanted !== undefined && !wanted.includes(partition)) {
        this.#consumer.pause([{ topic: this.#nameOf(topic), partitions: [partition] }]);
        continue;
      }
      const offset = positionOf(topic, partition);
      // The group's own offsets are another store's: one that has nothing reads from the beginning.
      this.seek(topic, partition, offset ?? 0);
      if (offset === null) this.#seekFirst(topic, partition);
      else this.#isInRange(topic, partition, offset).catch(() => {}); // away: the fetch says so
    }
    onAssigned?.(owned);
  }

  /** Begins with the first record there is. */
  #seekFirst(topic: string, partition: number): void {
    this.#next.delete(`${topic}/${partition}`); // whatever comes first is right
    this.#rangeOf(topic, partition).then((range) => {
      if (range !== undefined && range.firstOffset > 0) {
        this.seek(topic, partition, range.firstOffset);
      }
    }).catch(() => {}); // the client begins with the first one by itself
  }

  async #rangeOf(topic: string, partition: number): Promise<PartitionOffsets | undefined> {
    const offsets = await this.#around.admin.offsets(topic);
    return offsets.find((one) => one.partition === partition);
  }

  /**
   * Whether the partition still has `offset`. Where it does not, the client would go to the partition's beginning in
   * silence; `poll()` fails instead.
   */
  async #isInRange(topic: string, partition: number, offset: number): Promise<boolean> {
    for (let looks = 1;; looks++) {
      const range = await this.#rangeOf(topic, partition);
      const reached = Math.max(offset, this.#options.reachedOf?.(topic, partition) ?? 0);
      if (range === undefined || offset >= range.firstOffset && reached <= range.endOffset) {
        return true;
      }
      if (looks === RANGE_LOOKS) {
        this.#fail(new LogOffsetError({ topic, partition, offset: reached }, range));
        return false;
      }
      await wait(RANGE_PAUSE_MS);
    }
  }

  /** As the cluster knows it. */
  #nameOf(topic: string): string {
    return this.#options.topicPrefix + topic;
  }

  #topicOf(name: string): string {
    return name.slice(this.#options.topicPrefix.length);
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#offers.wake();
  }

  /** What holds no record, as the marks of transactions: only the position moves. */
  #pass(
    { topic, partition, lastOffset, highWatermark }: {
      readonly topic: string;
      readonly partition: number;
      readonly lastOffset: string;
      readonly highWatermark: string;
    },
  ): void {
    const nextOffset = Number(lastOffset) + 1, place = `${this.#topicOf(topic)}/${partition}`;
    const next = this.#next.get(place);
    if (next !== undefined && next < nextOffset) this.#next.set(place, nextOffset);
    this.#offers.pass({
      ...{ topic: this.#topicOf(topic), partition, records: [] },
      nextOffset,
      endOffset: Number(highWatermark),
    });
  }

  async #offer(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    if (!isRunning() || isStale()) return;
    const topic = this.#topicOf(batch.topic), { partition } = batch;
    const place = `${topic}/${partition}`, next = this.#next.get(place);
    if (next !== undefined && Number(batch.firstOffset()) !== next) {
      // Records in between were compacted away, or the topic was made anew or trimmed while it was read.
      if (!await this.#isInRange(topic, partition, next)) return;
      if (!isRunning() || isStale()) return;
    }
    const records = batch.messages.map(toRecord);
    const beat = setInterval(() => heartbeat().catch(() => {}), HEARTBEAT_MS);
    try {
      const isDone = await this.#offers.offer({
        ...{ topic, partition, records },
        nextOffset: Number(batch.lastOffset()) + 1,
        endOffset: Number(batch.highWatermark),
        isCurrent: () => isRunning() && !isStale(),
        done: Promise.withResolvers(),
      });
      if (!isDone || !isRunning() || isStale()) return;
    } finally {
      clearInterval(beat);
    }
    resolveOffset(batch.lastOffset());
    this.#next.set(place, Number(batch.lastOffset()) + 1);
    await heartbeat();
  }
}
