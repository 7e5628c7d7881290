// One reader of the log from its start to its end: it reads ahead of the store, but not far.

import { MAX_PARTITIONS } from "../../domain/log_settings.ts";
import { LogReader } from "./log_reader.ts";
import { openConsumer, traitsOf } from "../../log/open_log.ts";
import { buffersOf } from "../../store/core/view_columns.ts";
import { CONSUMER_NAME, PIPELINE_TOPICS } from "../../log/topics.ts";
import { blameOf } from "./blame_of.ts";
import { CommittedPositions } from "./committed_positions.ts";
import type { Trial } from "./crash_record.ts";
import { startOf } from "./known_records.ts";
import { openUnless } from "./open_unless.ts";
import type { ReaderCommand, ReaderReport, ReaderSettings } from "./reader_protocol.ts";

/** Records that are read at once: few at first, so that the store need not wait for many. */
const READ_RECORDS = { first: 1_024, most: 16_384 } as const;
/** Records, and bytes of them, that may wait for the store, of all readers. */
const MAX_AHEAD = 150_000, MAX_AHEAD_BYTES = 128 << 20;

/** Reads until it is told to stop, and says so through the port. */
export class ReaderRun {
  readonly #settings: ReaderSettings;
  readonly #port: MessagePort;
  readonly #positions: CommittedPositions;
  readonly #stop = new AbortController();
  #room = Promise.withResolvers<void>();
  #ahead = 0;
  #aheadBytes = 0;
  #atOnce: number = READ_RECORDS.first;
  #trial: Trial | null = null;

  constructor(settings: ReaderSettings, port: MessagePort) {
    this.#settings = settings;
    this.#port = port;
    this.#positions = new CommittedPositions(settings.positions);
    port.onmessage = ({ data }: MessageEvent<ReaderCommand>) => this.#hear(data);
  }

  /** Resolves at the end; failures are told through the port too. */
  async run(): Promise<void> {
    try {
      await this.#read(this.#stop.signal);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#fail(error);
    }
    this.#post({ kind: "stopped" });
    this.#port.close();
  }

  #hear(command: ReaderCommand): void {
    if (command.kind === "stop") this.#stop.abort();
    else {
      this.#ahead -= command.records;
      this.#aheadBytes -= command.sizeBytes;
    }
    this.#room.resolve();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { log, thresholds, earliestDates, poisoned, readers } = this.#settings;
    const opening = this.#open();
    // A cluster may be away, and is not waited for; the embedded log is never left behind half open.
    const consumer = traitsOf(log).mayBeAway ? await openUnless(signal, opening) : await opening;
    if (consumer === null) return;
    const reader = new LogReader({
      ...{ consumer, thresholds, earliestDates, positions: this.#positions },
      poisoned: new Set(poisoned),
      onReading: (trial) => this.#trial = trial,
      onGap: (missing) => this.#post({ kind: "gap", missing }),
    });
    try {
      while (!signal.aborted) {
        const hasRoom = this.#ahead < MAX_AHEAD / readers &&
          this.#aheadBytes < MAX_AHEAD_BYTES / readers;
        if (hasRoom) await this.#readSome(reader, signal);
        else await this.#room.promise;
        this.#room = Promise.withResolvers();
      }
    } finally {
      await reader.close();
    }
  }

  async #readSome(reader: LogReader, signal: AbortSignal): Promise<void> {
    const batches = await reader.poll(this.#atOnce, signal);
    this.#trial = null;
    this.#atOnce = Math.min(READ_RECORDS.most, this.#atOnce * 2);
    for (const { records, sizeBytes } of batches) {
      this.#ahead += records;
      this.#aheadBytes += sizeBytes;
    }
    this.#post({ kind: "read", batches }, batches.flatMap(({ views }) => buffersOf(views)));
  }

  #open() {
    const { log, index, readers, lookEveryMs } = this.#settings;
    const positions = this.#positions;
    return openConsumer(log, {
      name: CONSUMER_NAME,
      topics: PIPELINE_TOPICS,
      positionOf: (topic, partition) => startOf(positions, topic, partition),
      reachedOf: (topic, partition) => positions.of(topic, partition),
      readsAhead: true,
      ...!traitsOf(log).sharesPartitions ? { partitions: shareOf(index, readers) } : {},
      onAssigned: (owned) => this.#post({ kind: "assigned", owned }),
      ...lookEveryMs === undefined ? {} : { lookEveryMs },
    });
  }

  #fail(thrown: unknown): void {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    this.#post({ kind: "failed", message, blame: blameOf(thrown), trial: this.#trial });
  }

  #post(report: ReaderReport, transfer: Transferable[] = []): void {
    this.#port.postMessage(report, transfer);
  }
}

/** One partition in each `readers`: for a log that does not share out by itself. */
function shareOf(index: number, readers: number): readonly number[] {
  return Array.from({ length: MAX_PARTITIONS }, (_, partition) => partition)
    .filter((partition) => partition % readers === index);
}
