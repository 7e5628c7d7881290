// What readers in threads of their own have read, gathered for the store.

import { setImmediate } from "node:timers";
import { within } from "../../clock/wait.ts";
import type { OwnedPartition } from "../../log/port.ts";
import type { ReadBatch } from "../../store/core/read_batch.ts";
import type { BatchSource } from "./batch_source.ts";
import type { Trial } from "./crash_record.ts";
import { ReaderError } from "./blame_of.ts";
import type { ReaderCommand, ReaderReport } from "./reader_protocol.ts";
import type { MissingOffsets } from "../../store/port.ts";

/** Readers come to their shares one after the other; the whole is told once it stays for so long. */
const ASSIGNED_AFTER_MS = 300;
/** Readers that do not end by themselves within this time are left to their owner. */
const STOP_MS = 5_000;

/** Who is told what besides batches. */
export interface ReaderListeners {
  /** The records that a reader failed on. */
  readonly onTrying: (trial: Trial) => void;
  /** The partitions of all readers together, whenever they have been shared out anew. */
  readonly onAssigned: (owned: readonly OwnedPartition[]) => void;
  readonly onGap: (missing: MissingOffsets) => void;
}

interface Reader {
  readonly port: MessagePort;
  readonly stopped: PromiseWithResolvers<void>;
  owned: readonly OwnedPartition[];
}

interface Queued {
  readonly reader: Reader;
  readonly batch: ReadBatch;
}

/** Batches in the order in which they come; those of one reader stay in the order of the log. */
export class RemoteReaders implements BatchSource {
  readonly #readers: readonly Reader[];
  readonly #listeners: ReaderListeners;
  #queue: Queued[] = [];
  #given: readonly Queued[] = [];
  #failure: ReaderError | null = null;
  #wake = Promise.withResolvers<void>();
  #assigning: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: readonly MessagePort[], listeners: ReaderListeners) {
    this.#listeners = listeners;
    this.#readers = ports.map((port) => {
      const reader: Reader = { port, stopped: Promise.withResolvers(), owned: [] };
      port.onmessage = ({ data }: MessageEvent<ReaderReport>) => this.#hear(reader, data);
      return reader;
    });
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly ReadBatch[]> {
    this.#settle();
    const abort = () => this.#wake.resolve();
    signal.addEventListener("abort", abort, { once: true });
    try {
      for (;;) {
        signal.throwIfAborted();
        if (this.#failure !== null) throw this.#failure;
        if (this.#queue.length > 0) {
          await this.#hearAll(maxRecords);
          return this.#take(maxRecords);
        }
        this.#wake = Promise.withResolvers();
        await this.#wake.promise;
      }
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#assigning);
    for (const { port } of this.#readers) send(port, { kind: "stop" });
    const all = Promise.all(this.#readers.map(({ stopped }) => stopped.promise));
    await within(STOP_MS, all, () => {});
    for (const { port } of this.#readers) port.close();
  }

  #hear(reader: Reader, report: ReaderReport): void {
    switch (report.kind) {
      case "read":
        for (const batch of report.batches) this.#queue.push({ reader, batch });
        return this.#wake.resolve();
      case "assigned":
        reader.owned = report.owned;
        return this.#tellAssigned();
      case "gap":
        return this.#listeners.onGap(report.missing);
      case "failed":
        if (report.trial !== null) this.#listeners.onTrying(report.trial);
        this.#failure ??= new ReaderError(report.message, report.blame);
        return this.#wake.resolve();
      case "stopped":
        return reader.stopped.resolve();
      default:
        report satisfies never;
    }
  }

  #tellAssigned(): void {
    clearTimeout(this.#assigning);
    this.#assigning = setTimeout(
      () => this.#listeners.onAssigned(this.#readers.flatMap(({ owned }) => owned)),
      this.#readers.length === 1 ? 0 : ASSIGNED_AFTER_MS,
    );
  }

  /** A transaction keeps this thread from hearing: what came meanwhile is taken in message by message. */
  async #hearAll(maxRecords: number): Promise<void> {
    for (let heard = 0; heard < this.#queue.length;) {
      heard = this.#queue.length;
      if (recordsOf(this.#queue) >= maxRecords) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #take(maxRecords: number): readonly ReadBatch[] {
    let end = 0, records = 0;
    while (end < this.#queue.length && records < maxRecords) {
      records += this.#queue[end++]!.batch.records;
    }
    this.#given = this.#queue.splice(0, end);
    return this.#given.map(({ batch }) => batch);
  }

  /** What was given is in the store: its readers have room for more. */
  #settle(): void {
    for (const reader of this.#readers) {
      const given = this.#given.filter((queued) => queued.reader === reader);
      const records = given.reduce((sum, { batch }) => sum + batch.records, 0);
      const sizeBytes = given.reduce((sum, { batch }) => sum + batch.sizeBytes, 0);
      if (records > 0) send(reader.port, { kind: "applied", records, sizeBytes });
    }
    this.#given = [];
  }
}

function recordsOf(queue: readonly Queued[]): number {
  return queue.reduce((sum, { batch }) => sum + batch.records, 0);
}

function send(port: MessagePort, command: ReaderCommand): void {
  port.postMessage(command);
}
