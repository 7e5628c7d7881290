// Reads the log for the store: takes records, tries the rules on them, goes on behind a gap.

import type { Thresholds } from "../../domain/scoring.ts";
import { LogMismatchError, LogOffsetError } from "../../log/errors.ts";
import type { LogBatch, LogConsumer } from "../../log/port.ts";
import { type EarliestDate, ThresholdsByTime } from "../../store/core/earliest_dates.ts";
import { type ReadBatch, readBatch } from "../../store/core/read_batch.ts";
import type { BatchSource } from "./batch_source.ts";
import type { CommittedPositions } from "./committed_positions.ts";
import type { Trial } from "./crash_record.ts";
import { withoutKnown } from "./known_records.ts";
import { placeOf, wrapPoisoned } from "./poisoned_records.ts";
import type { MissingOffsets } from "../../store/port.ts";

/** How the log is read. */
export interface LogReaderOptions {
  readonly consumer: LogConsumer;
  readonly thresholds: Thresholds;
  /** Which earliest date held when; the thresholds' own for all when absent. */
  readonly earliestDates?: readonly EarliestDate[];
  /** Where the store is. */
  readonly positions: CommittedPositions;
  /** Records that are to be quarantined whatever they hold; see `placeOf()`. */
  readonly poisoned?: ReadonlySet<string>;
  /** Told before records are read, so that it is known which ones are to blame. */
  readonly onReading?: (trial: Trial) => void;
  /** Told of offsets that the log has no more, before those behind them are given. */
  readonly onGap?: (missing: MissingOffsets) => void;
}

/** Records that are read at once before it is known how long they are, and bytes from then on. */
const FIRST_RECORDS = 100, MAX_POLLED_BYTES = 32 << 20;

/** Reads in its caller's thread. */
export class LogReader implements BatchSource {
  readonly #options: LogReaderOptions;
  readonly #thresholds: ThresholdsByTime;
  #mostRecords = FIRST_RECORDS;

  constructor(options: LogReaderOptions) {
    this.#options = options;
    this.#thresholds = new ThresholdsByTime(options.thresholds, options.earliestDates);
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly ReadBatch[]> {
    const { poisoned = new Set(), onReading } = this.#options;
    let batches: readonly LogBatch[] = [];
    while (batches.length === 0) {
      // What the store has moves nothing.
      batches = (await this.#take(Math.min(maxRecords, this.#mostRecords), signal))
        .map((batch) => withoutKnown(batch, this.#options.positions))
        .filter((batch) => this.#isNews(batch));
    }
    onReading?.(trialOf(batches));
    const read = wrapPoisoned(batches, poisoned)
      .map((batch) => readBatch(batch, this.#thresholds));
    this.#measure(read);
    return read;
  }

  close(): Promise<void> {
    return this.#options.consumer.close();
  }

  #isNews({ topic, partition, records, nextOffset }: LogBatch): boolean {
    return records.length > 0 || nextOffset > (this.#options.positions.of(topic, partition) ?? 0);
  }

  /** So many records come next as have room, if they are as long as these were. */
  #measure(read: readonly ReadBatch[]): void {
    const records = read.reduce((sum, batch) => sum + batch.records, 0);
    if (records === 0) return;
    const sizeBytes = read.reduce((sum, batch) => sum + batch.sizeBytes, 0);
    const most = Math.floor(MAX_POLLED_BYTES * records / Math.max(1, sizeBytes));
    this.#mostRecords = Math.max(1, most);
  }

  async #take(maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]> {
    const { consumer, positions, onGap } = this.#options;
    for (;;) {
      try {
        return await consumer.poll(maxRecords, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        if (!(error instanceof LogOffsetError)) throw error;
        const { topic, partition, firstOffset, endOffset } = error;
        const from = positions.of(topic, partition) ?? 0;
        if (from > endOffset) {
          throw new LogMismatchError(
            error,
            `ends at ${endOffset}, before the ${from} of the store`,
          );
        }
        if (firstOffset > from) onGap?.({ topic, partition, from, to: firstOffset });
        consumer.seek(topic, partition, Math.max(from, firstOffset));
      }
    }
  }
}

/** The first record of batches, and how many there are. */
function trialOf(batches: readonly LogBatch[]): Trial {
  const [{ topic, partition, records, nextOffset }] = batches as readonly [LogBatch];
  return {
    place: placeOf(topic, partition, records[0]?.offset ?? nextOffset),
    records: batches.reduce((sum, batch) => sum + batch.records.length, 0),
  };
}
