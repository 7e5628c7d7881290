// Appends to Kafka: idempotent, acknowledged by all replicas in step, each record with its offset.

import { Buffer } from "node:buffer";
import type { Kafka, Message } from "kafkajs";
import { endWithin, within } from "../../clock/wait.ts";
import type { KafkaSettings } from "../../domain/log_settings.ts";
import { LogTopicError, LogWriteError } from "../errors.ts";
import type { AppendedRange, LogProducer, NewRecord } from "../port.ts";
import { partitionOf } from "../partition_of.ts";
import type { KafkaAdmin } from "./kafka_admin.ts";
import { missingRight, typeOf } from "./leader_errors.ts";
import { PartitionQueue, type QueuedPart } from "./partition_queue.ts";
import { RenewedProducer } from "./renewed_producer.ts";

/** An append that the brokers did not take within this time is told as failed; it may still succeed. */
const ACCEPT_WITHIN_MS = 10_000;
/** Bytes of all callers that may wait; while a cluster is away they would fill the memory. */
const MAX_WAITING_BYTES = 64 << 20;
/** Partitions that are added are written to within this time. */
const COUNT_MAX_AGE_MS = 5_000;
/** A producer asks a broker one thing at a time: several of them keep more partitions going. */
const PRODUCERS = 4;
/** A cluster that is away is not waited for by who leaves: what was not acknowledged is told so. */
const CLOSE_WITHIN_MS = 2_000;
const MAX_RECORD_BYTES = 15 << 20;
const OVERHEAD_BYTES = 64;

interface PlacedPart extends QueuedPart {
  readonly partition: number;
}

interface KnownCount {
  readonly partitions: Promise<number>;
  readonly askedMs: number;
}

const utf8 = new TextEncoder();

/** Appends records; see LogProducer. Each partition has a queue of its own. */
export class KafkaProducer implements LogProducer {
  readonly #admin: Pick<KafkaAdmin, "partitionsOf">;
  readonly #prefix: string;
  readonly #producers: readonly RenewedProducer[];
  readonly #queues = new Map<string, PartitionQueue>();
  readonly #counts = new Map<string, KnownCount>();
  #waitingBytes = 0;

  constructor(
    kafka: Kafka,
    admin: Pick<KafkaAdmin, "partitionsOf">,
    { compression, topicPrefix }: KafkaSettings,
  ) {
    this.#admin = admin;
    this.#prefix = topicPrefix;
    this.#producers = Array.from(
      { length: PRODUCERS },
      () => new RenewedProducer(kafka, compression),
    );
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<readonly AppendedRange[]> {
    if (records.length === 0) return [];
    const dueMs = performance.now() + ACCEPT_WITHIN_MS;
    const parts = partsOf(records, await before(dueMs, this.#partitionsOf(topic)));
    const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    this.#reserve(sizeBytes);
    for (const part of parts) this.#queueOf(topic, part.partition).add(part);
    try {
      const offsets = await before(dueMs, Promise.all(parts.map(({ done }) => done.promise)));
      return parts.map(({ partition, messages }, at) => (
        { partition, baseOffset: offsets[at]!, records: messages.length }
      ));
    } catch (error) {
      throw asWriteError(error, this.#prefix + topic);
    } finally {
      this.#waitingBytes -= sizeBytes;
      for (const part of parts) this.#queueOf(topic, part.partition).drop(part);
    }
  }

  async close(): Promise<void> {
    const queues = [...this.#queues.values()];
    await endWithin(CLOSE_WITHIN_MS, async () => {
      await Promise.all(queues.map((queue) => queue.drain()));
      await Promise.all(this.#producers.map((producer) => producer.close()));
    });
    const gone = new LogWriteError("The connection to Kafka was closed", { retriable: true });
    for (const queue of queues) queue.refuse(gone);
  }

  #reserve(sizeBytes: number): void {
    if (this.#waitingBytes > 0 && this.#waitingBytes + sizeBytes > MAX_WAITING_BYTES) {
      throw new LogWriteError(
        `Cannot append to Kafka as at most ${MAX_WAITING_BYTES >> 20} MiB may wait for it: ` +
          `current value is ${(this.#waitingBytes / (1 << 20)).toFixed(1)} MiB`,
        { retriable: true },
      );
    }
    this.#waitingBytes += sizeBytes;
  }

  #queueOf(topic: string, partition: number): PartitionQueue {
    const key = `${topic}/${partition}`;
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      const producer = this.#producers[partition % PRODUCERS]!;
      const place = { topic: this.#prefix + topic, partition };
      queue = new PartitionQueue(
        () => producer.connect(),
        (messages) => producer.send(place, messages),
      );
      this.#queues.set(key, queue);
    }
    return queue;
  }

  /** As last heard; asked again now and then, without waiting for the answer. */
  #partitionsOf(topic: string): Promise<number> {
    const nowMs = performance.now(), known = this.#counts.get(topic);
    if (known !== undefined && nowMs - known.askedMs < COUNT_MAX_AGE_MS) return known.partitions;
    const asked = this.#admin.partitionsOf(topic);
    const count: KnownCount = { partitions: known?.partitions ?? asked, askedMs: nowMs };
    this.#counts.set(topic, count);
    asked.then(
      () => this.#counts.set(topic, { partitions: asked, askedMs: performance.now() }),
      () => known === undefined && this.#counts.get(topic) === count && this.#counts.delete(topic),
    );
    return count.partitions;
  }
}

/** The records of each partition, in their order. */
function partsOf(records: readonly NewRecord[], partitions: number): readonly PlacedPart[] {
  const parts = new Map<number, { messages: Message[]; sizeBytes: number }>();
  for (const { key, value, headers } of records) {
    const keyBytes = utf8.encode(key);
    const sizeBytes = value.length + keyBytes.length + OVERHEAD_BYTES;
    if (sizeBytes > MAX_RECORD_BYTES) {
      throw new RangeError(
        `A record must have at most ${MAX_RECORD_BYTES} bytes: it has ${sizeBytes}`,
      );
    }
    const partition = partitionOf(keyBytes, partitions);
    let part = parts.get(partition);
    if (part === undefined) parts.set(partition, part = { messages: [], sizeBytes: 0 });
    part.messages.push({
      ...{ key: asBuffer(keyBytes), value: asBuffer(value) },
      ...headers === undefined ? {} : { headers: { ...headers } },
    });
    part.sizeBytes += sizeBytes;
  }
  return [...parts].sort(([a], [b]) => a - b).map(([partition, part]) => (
    { partition, ...part, done: Promise.withResolvers() }
  ));
}

/** kafkajs takes the length of anything else for that of its text. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

function asWriteError(error: unknown, name: string): Error {
  if (error instanceof LogWriteError) return error;
  const message = error instanceof Error ? error.message : String(error), type = typeOf(error);
  if (type === "UNKNOWN_TOPIC_OR_PARTITION") return new LogTopicError(message);
  if (type === "MESSAGE_TOO_LARGE" || type === "RECORD_LIST_TOO_LARGE") {
    return new RangeError(
      `The records of one append must fit into max.message.bytes of the topic ${name}: ${message}`,
    );
  }
  const right = missingRight(error, { topic: "WRITE", name });
  const told = right === null ? message : `the user must have ${right}: ${message}`;
  return new LogWriteError(`Cannot append to Kafka${right === null ? ":" : " as"} ${told}`, {
    ...{ retriable: true, cause: error },
  });
}

/**
 * The answer, if it comes before `dueMs` (as `performance.now()` counts).
 *
 * @throws {LogWriteError} it does not; it may come later, and nobody hears of it
 */
async function before<Value>(dueMs: number, answer: Promise<Value>): Promise<Value> {
  return await within(dueMs - performance.now(), answer, () => {
    throw new LogWriteError("Kafka did not answer in time", { retriable: true });
  });
}
