// An idempotent producer of kafkajs, and another one in its place whenever a request of it failed.

import type { Kafka, Message, Producer } from "kafkajs";
import { wait } from "../../clock/wait.ts";
import { LogWriteError } from "../errors.ts";
import { COMPRESSIONS } from "./create_kafka.ts";

/** Where records go; names are the cluster's. */
export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
}

/** Leaders and partitions are asked for anew after this time. */
const METADATA_MAX_AGE_MS = 5_000;
/** A partition that was just added is in these metadata a little later. */
const UNKNOWN_TRIES = 30, UNKNOWN_PAUSE_MS = 250;

interface Opened {
  readonly producer: Promise<Producer>;
  /** Requests under way. */
  users: number;
}

/**
 * Requests for one partition must come one after the other, and hold records of that partition alone; those of
 * several partitions go side by side.
 *
 * With several partitions in one request kafkajs loses those whose leader moves while it tries again. When a
 * connection breaks it takes a request's sequence numbers back, though the broker may have the records; a request
 * that went on with the same numbers would be taken for a repetition and acknowledged without being kept. So a
 * request that failed for good ends the producer: the next one has an id, and with it numbers, of its own.
 */
export class RenewedProducer {
  readonly #kafka: Kafka;
  readonly #compression: number;
  #current: Opened | null = null;

  constructor(kafka: Kafka, compression: keyof typeof COMPRESSIONS) {
    this.#kafka = kafka;
    this.#compression = COMPRESSIONS[compression];
  }

  /** Resolves once there is a connection. */
  async connect(): Promise<void> {
    const opened = this.#current ??= this.#open();
    await opened.producer.catch((error) => {
      if (this.#current === opened) this.#current = null;
      throw error;
    });
  }

  /** Appends; the offset of the first record, once all replicas in step have them. */
  async send(place: PartitionPlace, messages: readonly Message[]): Promise<number> {
    const opened = this.#current ??= this.#open();
    opened.users++;
    try {
      return await this.#sendBy(await opened.producer, place, messages);
    } catch (error) {
      if (this.#current === opened) this.#current = null;
      throw error;
    } finally {
      opened.users--;
      if (opened !== this.#current && opened.users === 0) disconnect(opened);
    }
  }

  async close(): Promise<void> {
    const opened = this.#current;
    this.#current = null;
    if (opened !== null) await (await opened.producer).disconnect();
  }

  async #sendBy(
    producer: Producer,
    { topic, partition }: PartitionPlace,
    messages: readonly Message[],
  ): Promise<number> {
    for (let tries = 1;; tries++) {
      const answers = await producer.send({
        ...{ topic, acks: -1, compression: this.#compression },
        messages: messages.map((message) => ({ ...message, partition })),
      });
      const answer = answers.find((one) => one.partition === partition);
      const offset = Number(answer?.baseOffset ?? -1);
      if (offset >= 0) return offset;
      // Without any answer nobody was asked: the partition is not in the metadata yet.
      if (answer !== undefined || tries === UNKNOWN_TRIES) {
        throw new LogWriteError(
          `Cannot append to Kafka as it must say where the records lie: ${topic}, partition ` +
            `${partition} was answered without an offset`,
          { retriable: true },
        );
      }
      await wait(UNKNOWN_PAUSE_MS);
    }
  }

  #open(): Opened {
    const producer = this.#kafka.producer({
      ...{ idempotent: true, maxInFlightRequests: 5, allowAutoTopicCreation: false },
      metadataMaxAge: METADATA_MAX_AGE_MS,
    });
    const connected = producer.connect().then(() => producer);
    connected.catch(() => {}); // told to who sends
    return { producer: connected, users: 0 };
  }
}

function disconnect({ producer }: Opened): void {
  producer.then((one) => one.disconnect()).catch(() => {});
}
