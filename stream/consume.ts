// The consumer's loop: take what was read, apply it in one transaction, tell, again.

import { wait } from "../clock/wait.ts";
import type { BatchSource } from "./consume/batch_source.ts";
import { blameOf } from "./consume/blame_of.ts";
import type { ReadBatch } from "../store/core/read_batch.ts";

/** Records of one transaction when there is more to read than can be applied at once. */
export const MAX_RECORDS = 100_000;
/** While the store cannot write (a full disk), the same batches are tried again this often. */
const RETRY_MS = { first: 100, last: 5_000 } as const;

/** What keeps the state; `applyRead` is one transaction that moves the positions with it. */
export interface ApplyingStore<Applied> {
  applyRead(batches: readonly ReadBatch[]): Applied;
}

/** What the loop is given. */
export interface ConsumeOptions<Applied> {
  readonly source: BatchSource;
  readonly store: ApplyingStore<Applied>;
  /** Ends the loop, between two transactions. */
  readonly signal: AbortSignal;
  /** Records of one transaction, about; {@link MAX_RECORDS} by default. */
  readonly maxRecords?: number;
  /** Records of the first transaction; it doubles up to the others' while all goes well. */
  readonly firstRecords?: number;
  /** Told before each transaction. */
  readonly onTrying?: (batches: readonly ReadBatch[]) => void;
  /** Told after each transaction; the next one waits for its promise. */
  readonly onApplied: (applied: Applied, batches: readonly ReadBatch[]) => void | Promise<void>;
  /** Told when the store cannot write for now, with the reason; null when it can again. */
  readonly onWaiting?: (reason: string | null) => void;
}

/**
 * Consumes until the signal is given. Delivery is effectively once: the store moves its positions
 * within the transaction and skips what it has.
 *
 * @throws what reading or applying throws, but for failures of the disk, which are waited out
 */
export async function consume<Applied>(options: ConsumeOptions<Applied>): Promise<void> {
  const { signal, onApplied, maxRecords = MAX_RECORDS } = options;
  let limit = options.firstRecords ?? maxRecords;
  while (!signal.aborted) {
    const batches = await poll(options, limit);
    if (batches === null) return;
    options.onTrying?.(batches);
    const applied = await applyWhenPossible(options, batches);
    if (applied === null) return;
    limit = Math.min(maxRecords, limit * 2);
    await onApplied(applied.value, batches);
  }
}

/** Null once the signal is given. */
async function poll<Applied>(
  { source, signal }: ConsumeOptions<Applied>,
  limit: number,
): Promise<readonly ReadBatch[] | null> {
  try {
    return await source.poll(limit, signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** The same batches again and again: the position in the log has not moved, so nothing is lost. */
async function applyWhenPossible<Applied>(
  { store, signal, onWaiting }: ConsumeOptions<Applied>,
  batches: readonly ReadBatch[],
): Promise<{ readonly value: Applied } | null> {
  let waitMs: number = RETRY_MS.first, isWaiting = false;
  while (!signal.aborted) {
    try {
      const value = store.applyRead(batches);
      if (isWaiting) onWaiting?.(null);
      return { value };
    } catch (error) {
      if (blameOf(error) !== "disk") throw error;
      isWaiting = true;
      onWaiting?.(error instanceof Error ? error.message : String(error));
      await wait(waitMs, signal);
      waitMs = Math.min(waitMs * 2, RETRY_MS.last);
    }
  }
  return null;
}
