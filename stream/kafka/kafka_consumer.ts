// Consumes from Kafka as a group, from the positions of our own store: the brokers keep none.

import { Buffer } from "node:buffer";
import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from "kafkajs";
import { LogOffsetError } from "../errors.ts";
import type { ConsumerOptions, LogBatch, LogConsumer, LogRecord } from "../log.ts";
import type { KafkaAdmin } from "./kafka_admin.ts";
import { OfferedBatches } from "./offered_batches.ts";

/** A consumer that is gone loses its partitions after this long; a commit of the store is shorter. */
const SESSION_MS = 10_000, HEARTBEAT_MS = 1_000;
const FETCH_WAIT_MS = 100, MAX_FETCH_BYTES = 8 << 20, PARTITIONS_AT_ONCE = 16;
const decoder = new TextDecoder();
const NOTHING = new Uint8Array(0);

/** Joins the group and begins to fetch. */
export async function openKafkaConsumer(
  kafka: Kafka,
  admin: KafkaAdmin,
  options: ConsumerOptions & { readonly topicPrefix: string },
): Promise<LogConsumer> {
  const groupId = options.topicPrefix + (options.name ?? `look-${crypto.randomUUID()}`);
  const consumer = kafka.consumer({
    ...{ groupId, sessionTimeout: SESSION_MS, heartbeatInterval: HEARTBEAT_MS },
    allowAutoTopicCreation: false,
    ...{ maxWaitTimeInMs: FETCH_WAIT_MS, minBytes: 1, maxBytes: MAX_FETCH_BYTES },
    retry: { retries: 1_000_000, initialRetryTime: 50, maxRetryTime: 1_000 },
  });
  const running = new KafkaConsumer(consumer, admin, { ...options, groupId });
  await running.start();
  return running;
}

interface GroupOptions extends ConsumerOptions {
  readonly groupId: string;
  readonly topicPrefix: string;
}

class KafkaConsumer implements LogConsumer {
  readonly #consumer: Consumer;
  readonly #admin: KafkaAdmin;
  readonly #options: GroupOptions;
  readonly #offers = new OfferedBatches();
  #failure: Error | null = null;

  constructor(
    consumer: Consumer,
    admin: KafkaAdmin,
    options: GroupOptions,
  ) {
    this.#consumer = consumer;
    this.#admin = admin;
    this.#options = options;
  }

  async start(): Promise<void> {
    const { GROUP_JOIN, CRASH } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#assigned(payload.memberAssignment));
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      if (!restart) this.#fail(error);
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
    for (;;) {
      signal.throwIfAborted();
      if (this.#failure !== null) {
        const failure = this.#failure;
        if (failure instanceof LogOffsetError) this.#failure = null; // the caller seeks and goes on
        throw failure;
      }
      const batches = this.#offers.take(maxRecords);
      if (batches.length > 0) return batches;
      await this.#offers.wait(signal);
    }
  }

  seek(topic: string, partition: number, offset: number): void {
    this.#offers.drop({ topic, partition });
    this.#consumer.seek({ topic: this.#nameOf(topic), partition, offset: String(offset) });
  }

  async close(): Promise<void> {
    this.#offers.drop();
    await this.#consumer.disconnect();
    if (this.#options.name === null) await this.#admin.forgetGroup(this.#options.groupId);
  }

  /** Within the event, without waiting: a fetch may begin right after it. */
  #assigned(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.#offers.drop(); // what was fetched for the members before
    const { partitions: wanted, positionOf } = this.#options;
    for (const [name, partitions] of Object.entries(assignment)) {
      const topic = this.#topicOf(name);
      for (const partition of partitions) {
        if (wanted !== undefined && !wanted.includes(partition)) {
          this.#consumer.pause([{ topic: name, partitions: [partition] }]);
          continue;
        }
        const offset = positionOf(topic, partition);
        if (offset === null) continue; // from the beginning
        this.#consumer.seek({ topic: name, partition, offset: String(offset) });
        this.#checkOffset(topic, partition, offset);
      }
    }
  }

  /** The client would go to the log's beginning in silence where records were let go unread. */
  #checkOffset(topic: string, partition: number, offset: number): void {
    this.#admin.offsets(topic).then((offsets) => {
      const range = offsets.find((one) => one.partition === partition);
      if (range === undefined || (offset >= range.firstOffset && offset <= range.endOffset)) return;
      this.#fail(new LogOffsetError({ topic, partition, offset }, range));
    }).catch(() => {}); // the cluster is away: the fetch tells
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

  async #offer(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    if (!isRunning() || isStale()) return;
    const lastOffset = Number(batch.lastOffset());
    const records = batch.messages.map(toRecord);
    if (records.length === 0) return resolveOffset(batch.lastOffset());
    const beat = setInterval(() => heartbeat().catch(() => {}), HEARTBEAT_MS);
    let isDone = false;
    const done = Promise.withResolvers<void>();
    done.promise.then(() => isDone = true);
    try {
      await this.#offers.offer({
        ...{ topic: this.#topicOf(batch.topic), partition: batch.partition, records, done },
        nextOffset: lastOffset + 1,
        endOffset: Number(batch.highWatermark),
        isCurrent: () => isRunning() && !isStale(),
      });
    } finally {
      clearInterval(beat);
    }
    if (!isDone || !isRunning() || isStale()) return;
    resolveOffset(batch.lastOffset());
    await heartbeat();
  }
}

function toRecord({ offset, key, value, headers, timestamp }: KafkaMessage): LogRecord {
  return {
    offset: Number(offset),
    key: key === null ? "" : decoder.decode(key),
    // A tombstone has no value: an empty row, which breaks a rule like any other.
    value: value === null ? NOTHING : new Uint8Array(value.buffer, value.byteOffset, value.length),
    headers: textHeaders(headers),
    ingestTimeMs: Math.max(0, Number(timestamp)),
  };
}

function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first === undefined) continue;
    texts[name] = typeof first === "string" ? first : Buffer.from(first).toString("utf8");
  }
  return texts;
}
