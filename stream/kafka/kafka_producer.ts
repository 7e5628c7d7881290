// Appends to Kafka: idempotent, acknowledged by all replicas, many callers in one request.

import { Buffer } from "node:buffer";
import type { Kafka, Message, Producer } from "kafkajs";
import type { KafkaSettings } from "../../domain/log_settings.ts";
import { LogTopicError, LogWriteError } from "../errors.ts";
import type { AppendedRange, LogProducer, NewRecord } from "../log.ts";
import { partitionOf } from "../partition_of.ts";
import { before } from "./before.ts";
import { COMPRESSIONS } from "./create_kafka.ts";
import { endWithin } from "./end_within.ts";
import type { KafkaAdmin } from "./kafka_admin.ts";

/** An append that the brokers did not take within this time is told as failed; it may still succeed. */
const ACCEPT_WITHIN_MS = 10_000;
/** Time in which callers are gathered, and the size of a request. */
const GATHER_MS = 2, MAX_REQUEST_BYTES = 900_000;
/** A cluster that is away is not waited for by who leaves: what was not acknowledged is told so. */
const CLOSE_WITHIN_MS = 2_000;
const MAX_RECORD_BYTES = 15 << 20;
const OVERHEAD_BYTES = 64;

interface Waiting {
  readonly topic: string;
  readonly messages: readonly PlacedMessage[];
  readonly sizeBytes: number;
  readonly done: PromiseWithResolvers<readonly AppendedRange[]>;
}

interface PlacedMessage extends Message {
  readonly partition: number;
}

const utf8 = new TextEncoder();

/**
 * Appends records; see LogProducer.
 *
 * One request is under way at a time, until it is answered. kafkajs takes a request's sequence numbers back when
 * its connection breaks, though the broker may have the records; another request would get the same numbers, the
 * broker would take it for a repetition and acknowledge it without keeping it. For the same reason a request that
 * failed ends the producer: the next one has an id, and with it numbers, of its own.
 */
export class KafkaProducer implements LogProducer {
  readonly #kafka: Kafka;
  readonly #admin: KafkaAdmin;
  readonly #compression: number;
  readonly #prefix: string;
  readonly #partitions = new Map<string, Promise<number>>();
  #waiting: Waiting[] = [];
  #request: Promise<void> | null = null;
  #connected: Promise<Producer> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(kafka: Kafka, admin: KafkaAdmin, { compression, topicPrefix }: KafkaSettings) {
    this.#kafka = kafka;
    this.#admin = admin;
    this.#compression = COMPRESSIONS[compression];
    this.#prefix = topicPrefix;
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedRange[]> {
    if (records.length === 0) return [];
    const dueMs = performance.now() + ACCEPT_WITHIN_MS;
    const waiting = await before(dueMs, this.#place(topic, records));
    this.#waiting.push(waiting);
    this.#timer ??= setTimeout(() => this.#send(), GATHER_MS);
    try {
      return await before(dueMs, waiting.done.promise);
    } finally {
      // What nobody waits for any more is not sent, if it was not yet.
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    }
  }

  async close(): Promise<void> {
    this.#send();
    await endWithin(CLOSE_WITHIN_MS, async () => {
      while (this.#request !== null) await this.#request;
      await (await this.#connected)?.disconnect();
    });
    const gone = new LogWriteError("The connection to Kafka was closed", { retriable: true });
    for (const { done } of this.#waiting.splice(0)) done.reject(gone);
  }

  async #place(topic: string, records: readonly NewRecord[]): Promise<Waiting> {
    const partitions = await this.#partitionsOf(topic);
    let sizeBytes = 0;
    const messages = records.map(({ key, value, headers }): PlacedMessage => {
      const keyBytes = utf8.encode(key);
      const size = value.length + keyBytes.length + OVERHEAD_BYTES;
      if (size > MAX_RECORD_BYTES) {
        throw new RangeError(
          `A record must have at most ${MAX_RECORD_BYTES} bytes: it has ${size}`,
        );
      }
      sizeBytes += size;
      return {
        key: asBuffer(keyBytes),
        value: asBuffer(value),
        partition: partitionOf(keyBytes, partitions),
        ...headers === undefined ? {} : { headers: { ...headers } },
      };
    });
    return { topic, messages, sizeBytes, done: Promise.withResolvers() };
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0 || this.#request !== null) return;
    this.#request = this.#ask(this.#takeTogether()).finally(() => {
      this.#request = null;
      this.#send();
    });
  }

  /** Callers of one topic, up to the size of a request. */
  #takeTogether(): readonly Waiting[] {
    const [first] = this.#waiting as [Waiting];
    const together: Waiting[] = [];
    for (let sizeBytes = 0; this.#waiting.length > 0;) {
      const next = this.#waiting[0]!;
      sizeBytes += next.sizeBytes;
      if (next.topic !== first.topic || (together.length > 0 && sizeBytes > MAX_REQUEST_BYTES)) {
        break;
      }
      together.push(this.#waiting.shift()!);
    }
    return together;
  }

  async #ask(together: readonly Waiting[]): Promise<void> {
    try {
      const producer = await (this.#connected ??= this.#connect());
      const [{ topic }] = together as [Waiting];
      const messages = together.flatMap((waiting) => waiting.messages);
      const answers = await producer.send({
        ...{ topic: this.#prefix + topic, messages, acks: -1, compression: this.#compression },
      });
      const next = new Map(
        answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset ?? -1)]),
      );
      for (const waiting of together) waiting.done.resolve(rangesOf(waiting.messages, next));
    } catch (error) {
      const failure = asWriteError(error);
      for (const { done } of together) done.reject(failure);
      this.#connected?.then((producer) => producer.disconnect()).catch(() => {});
      this.#connected = null;
    }
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      ...{ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false },
    });
    await producer.connect();
    return producer;
  }

  #partitionsOf(topic: string): Promise<number> {
    let partitions = this.#partitions.get(topic);
    if (partitions === undefined) {
      partitions = this.#admin.offsets(topic).then((offsets) => offsets.length);
      partitions.catch(() => this.#partitions.delete(topic));
      this.#partitions.set(topic, partitions);
    }
    return partitions;
  }
}

/** kafkajs takes the length of anything else for that of its text. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

/** The ranges of one caller; `next` moves on behind them, in the order in which they were sent. */
function rangesOf(
  messages: readonly PlacedMessage[],
  next: Map<number, number>,
): readonly AppendedRange[] {
  const counts = new Map<number, number>();
  for (const { partition } of messages) counts.set(partition, (counts.get(partition) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([partition, records]) => {
    const baseOffset = next.get(partition) ?? -1;
    next.set(partition, baseOffset + records);
    return { partition, baseOffset, records };
  });
}

function asWriteError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const type = error instanceof Error && "type" in error ? error.type : null;
  if (type === "UNKNOWN_TOPIC_OR_PARTITION") return new LogTopicError(message);
  return new LogWriteError(`Cannot append to Kafka: ${message}`, { retriable: true, cause: error });
}
