// Reads the log for the store: takes records, tries the rules on them, goes on behind a gap.

import type { Thresholds } from "../../domain/scoring.ts";
import { LogOffsetError } from "../errors.ts";
import type { LogBatch, LogConsumer } from "../log.ts";
import { type EarliestDate, ThresholdsByTime } from "../store/earliest_dates.ts";
import { type ReadBatch, readBatch } from "../store/read_batch.ts";
import type { BatchSource } from "./batch_source.ts";
import type { Trial } from "./crash_record.ts";
import { placeOf, wrapPoisoned } from "./poisoned_records.ts";

/** How the log is read. */
export interface LogReaderOptions {
  readonly consumer: LogConsumer;
  readonly thresholds: Thresholds;
  /** Which earliest date held when; the thresholds' own for all when absent. */
  readonly earliestDates?: readonly EarliestDate[];
  /** Records that are to be quarantined whatever they hold; see `placeOf()`. */
  readonly poisoned?: ReadonlySet<string>;
  /** Told before records are read, so that it is known which ones are to blame. */
  readonly onReading?: (trial: Trial) => void;
  /** Told of records that were let go before they were read. */
  readonly onGap?: (error: LogOffsetError) => void;
}

/** Reads in its caller's thread. */
export class LogReader implements BatchSource {
  readonly #options: LogReaderOptions;
  readonly #thresholds: ThresholdsByTime;

  constructor(options: LogReaderOptions) {
    this.#options = options;
    this.#thresholds = new ThresholdsByTime(options.thresholds, options.earliestDates);
  }

  async poll(maxRecords: number, signal: AbortSignal): Promise<readonly ReadBatch[]> {
    const { poisoned = new Set(), onReading } = this.#options;
    const batches = await this.#take(maxRecords, signal);
    onReading?.(trialOf(batches));
    return wrapPoisoned(batches, poisoned).map((batch) => readBatch(batch, this.#thresholds));
  }

  close(): Promise<void> {
    return this.#options.consumer.close();
  }

  async #take(maxRecords: number, signal: AbortSignal): Promise<readonly LogBatch[]> {
    const { consumer, onGap } = this.#options;
    for (;;) {
      try {
        return await consumer.poll(maxRecords, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        // Behind the log's end lies a log that is not the one the store has read: nothing can mend it.
        if (!(error instanceof LogOffsetError) || error.offset > error.endOffset) throw error;
        onGap?.(error);
        consumer.seek(error.topic, error.partition, error.firstOffset);
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
