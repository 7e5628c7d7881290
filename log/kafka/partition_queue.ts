// What waits to be appended to one partition: one request at a time, and those that wait go together in the next.

import type { Message } from "kafkajs";

/** Records of one caller for one partition, in their order. */
export interface QueuedPart {
  readonly messages: readonly Message[];
  readonly sizeBytes: number;
  /** The offset of its first record. */
  readonly done: PromiseWithResolvers<number>;
}

/** Sends records of the partition; the offset of the first of them. */
export type SendToPartition = (messages: readonly Message[]) => Promise<number>;

/** Time in which callers are gathered, and the size of a request. */
const GATHER_MS = 2, MAX_REQUEST_BYTES = 900_000;

/** The queue. */
export class PartitionQueue {
  readonly #ready: () => Promise<unknown>;
  readonly #send: SendToPartition;
  #waiting: QueuedPart[] = [];
  #request: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What waits is taken once `ready` answers: until then a caller may still think better of it. */
  constructor(ready: () => Promise<unknown>, send: SendToPartition) {
    this.#ready = ready;
    this.#send = send;
  }

  /** Sends it in its turn; `part.done` says how it went. */
  add(part: QueuedPart): void {
    this.#waiting.push(part);
    this.#timer ??= setTimeout(() => this.#begin(), GATHER_MS);
  }

  /** Nobody waits for it any more: it is not sent, if it was not yet. */
  drop(part: QueuedPart): void {
    this.#waiting = this.#waiting.filter((other) => other !== part);
  }

  /** Sends what waits, and waits for it. */
  async drain(): Promise<void> {
    this.#begin();
    while (this.#request !== null) await this.#request;
  }

  /** Tells all that wait that they do so in vain. */
  refuse(reason: Error): void {
    clearTimeout(this.#timer);
    for (const { done } of this.#waiting.splice(0)) done.reject(reason);
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0 || this.#request !== null) return;
    this.#request = this.#ask().finally(() => {
      this.#request = null;
      this.#begin();
    });
  }

  async #ask(): Promise<void> {
    let together: readonly QueuedPart[] = [];
    try {
      await this.#ready();
      together = this.#takeTogether();
      if (together.length === 0) return;
      let offset = await this.#send(together.flatMap(({ messages }) => messages));
      for (const { messages, done } of together) {
        done.resolve(offset);
        offset += messages.length;
      }
    } catch (error) {
      if (together.length === 0) together = this.#waiting.splice(0);
      for (const { done } of together) done.reject(error);
    }
  }

  /** Up to the size of a request, and one caller's records whatever their size. */
  #takeTogether(): readonly QueuedPart[] {
    let count = 0, sizeBytes = 0;
    for (const part of this.#waiting) {
      sizeBytes += part.sizeBytes;
      if (count > 0 && sizeBytes > MAX_REQUEST_BYTES) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }
}
