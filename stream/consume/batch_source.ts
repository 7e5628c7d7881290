// Where the consumer's loop has its records from: read already, by this thread or by others.

import type { ReadBatch } from "../../store/core/read_batch.ts";

/** Gives batches of records that were read. */
export interface BatchSource {
  /**
   * Waits until there are batches, and gives about `maxRecords` records at most. To call it again says that
   * those given before are in the store.
   *
   * @throws the signal's reason once it is aborted
   */
  poll(maxRecords: number, signal: AbortSignal): Promise<readonly ReadBatch[]>;
  close(): Promise<void>;
}
