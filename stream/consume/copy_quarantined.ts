// Copies what the consumer quarantined into the log's quarantine, for those who read it there.

import { wait } from "../../clock/wait.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { LogProducer } from "../../log/port.ts";
import { EVENTS_TOPIC, KIND_HEADER, QUARANTINE_TOPIC } from "../../log/topics.ts";

/** Rows that may wait for a log that cannot write; the store's own table has all of them in any case. */
const MAX_WAITING = 50_000;
const RETRY_MS = 1_000;
const utf8 = new TextEncoder();

/** Appends copies one batch after the other, again until they are durable: each at least once. */
export class QuarantineCopies {
  readonly #producer: LogProducer;
  readonly #stop = new AbortController();
  #waiting: QuarantinedRow[] = [];
  #running: Promise<void> | null = null;
  /** Rows that were not copied as too many waited. */
  dropped = 0;

  constructor(producer: LogProducer) {
    this.#producer = producer;
  }

  /** Takes the rows that a commit quarantined; those of files are in the topic already. */
  add(rows: readonly QuarantinedRow[]): void {
    for (const row of rows) {
      if (!row.source.startsWith(`${EVENTS_TOPIC}/`)) continue;
      if (this.#waiting.length < MAX_WAITING) this.#waiting.push(row);
      else this.dropped++;
    }
    if (this.#waiting.length > 0) this.#running ??= this.#run();
  }

  /** Waits for the append under way; what waits behind it is given up. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#waiting.length > 0) {
      const rows = this.#waiting;
      this.#waiting = [];
      try {
        await this.#producer.append(QUARANTINE_TOPIC, rows.map(copyRecord));
      } catch {
        if (signal.aborted) break;
        this.#waiting = [...rows, ...this.#waiting].slice(0, MAX_WAITING);
        await wait(RETRY_MS, signal);
      }
      if (signal.aborted) break;
    }
    this.#running = null;
  }
}

function copyRecord(row: QuarantinedRow) {
  return {
    key: row.source,
    value: utf8.encode(JSON.stringify(row)),
    headers: { [KIND_HEADER]: "copy" },
  };
}
