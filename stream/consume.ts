// The consumer's loop: read a batch, apply it in one transaction, tell, again.

import { LogOffsetError } from "./errors.ts";
import type { LogBatch, LogConsumer } from "./log.ts";
import { blameOf } from "./consume/blame_of.ts";
import { wrapPoisoned } from "./consume/poisoned_records.ts";
import { pause } from "./consume/pause.ts";

/** Records of one transaction when there is more to read than can be applied at once. */
export const MAX_RECORDS = 50_000;
/** While the store cannot write (a full disk), the same batches are tried again this often. */
const RETRY_MS = { first: 100, last: 5_000 } as const;

/** What keeps the state; `apply` is one transaction that moves the positions with it. */
export interface ApplyingStore<Applied> {
  apply(batches: readonly LogBatch[]): Applied;
}

/** What the loop is given. */
export interface ConsumeOptions<Applied> {
  readonly consumer: LogConsumer;
  readonly store: ApplyingStore<Applied>;
  /** Ends the loop, between two transactions. */
  readonly signal: AbortSignal;
  /** Records of the first transaction; it doubles up to {@link MAX_RECORDS} while all goes well. */
  readonly firstRecords?: number;
  /** Records that are to be quarantined whatever they hold; see `placeOf()`. */
  readonly poisoned?: ReadonlySet<string>;
  /** Told before each transaction. */
  readonly onTrying?: (batches: readonly LogBatch[]) => void;
  /** Told after each transaction; the next one waits for its promise. */
  readonly onApplied: (applied: Applied, batches: readonly LogBatch[]) => void | Promise<void>;
  /** Told when the store cannot write for now, with the reason; null when it can again. */
  readonly onWaiting?: (reason: string | null) => void;
  /** Told of records that were let go before they were read. */
  readonly onGap?: (error: LogOffsetError) => void;
}

/**
 * Consumes until the signal is given. Delivery is effectively once: the store moves its positions
 * within the transaction and skips what it has.
 *
 * @throws what reading or applying throws, but for failures of the disk, which are waited out
 */
export async function consume<Applied>(options: ConsumeOptions<Applied>): Promise<void> {
  const { signal, onApplied } = options;
  let limit = options.firstRecords ?? MAX_RECORDS;
  while (!signal.aborted) {
    const batches = await poll(options, limit);
    if (batches === null) return;
    options.onTrying?.(batches);
    const applied = await applyWhenPossible(options, batches);
    if (applied === null) return;
    limit = Math.min(MAX_RECORDS, limit * 2);
    await onApplied(applied.value, batches);
  }
}

/** Null once the signal is given. */
async function poll<Applied>(
  { consumer, signal, poisoned, onGap }: ConsumeOptions<Applied>,
  limit: number,
): Promise<readonly LogBatch[] | null> {
  for (;;) {
    try {
      const batches = await consumer.poll(limit, signal);
      return poisoned === undefined ? batches : wrapPoisoned(batches, poisoned);
    } catch (error) {
      if (signal.aborted) return null;
      // Behind the log's end lies a log that is not the one the store has read: nothing can mend it.
      if (!(error instanceof LogOffsetError) || error.offset > error.endOffset) throw error;
      onGap?.(error);
      consumer.seek(error.topic, error.partition, error.firstOffset);
    }
  }
}

/** The same batches again and again: the position in the log has not moved, so nothing is lost. */
async function applyWhenPossible<Applied>(
  { store, signal, onWaiting }: ConsumeOptions<Applied>,
  batches: readonly LogBatch[],
): Promise<{ readonly value: Applied } | null> {
  let waitMs: number = RETRY_MS.first, isWaiting = false;
  while (!signal.aborted) {
    try {
      const value = store.apply(batches);
      if (isWaiting) onWaiting?.(null);
      return { value };
    } catch (error) {
      if (blameOf(error) !== "disk") throw error;
      isWaiting = true;
      onWaiting?.(error instanceof Error ? error.message : String(error));
      await pause(waitMs, signal);
      waitMs = Math.min(waitMs * 2, RETRY_MS.last);
    }
  }
  return null;
}
