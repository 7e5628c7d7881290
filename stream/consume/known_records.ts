// Reads a partition from the last record that the store has, to see that the log still holds that very record.

import { LogMismatchError } from "../../log/errors.ts";
import type { LogBatch } from "../../log/port.ts";
import { markOf } from "../../store/core/record_mark.ts";
import type { CommittedPositions } from "./committed_positions.ts";

/** Where reading a partition begins: at the last record known, which is not given to the store again. */
export function startOf(
  positions: CommittedPositions,
  topic: string,
  partition: number,
): number {
  return positions.lastOf(topic, partition)?.offset ?? positions.of(topic, partition) ?? 0;
}

/**
 * The batch without the records that the store has.
 *
 * @throws {LogMismatchError} another record lies where the store's last one did
 */
export function withoutKnown(batch: LogBatch, positions: CommittedPositions): LogBatch {
  const { topic, partition, records } = batch;
  const last = positions.lastOf(topic, partition);
  if (last === null || records.length === 0 || records[0]!.offset > last.offset) return batch;
  const known = records.findLastIndex(({ offset }) => offset <= last.offset),
    found = records[known]!;
  // A compacted topic may have that record no more, and says so by a gap.
  if (found.offset === last.offset && markOf(found).mark !== last.mark) {
    throw new LogMismatchError(batch, `has another record at offset ${last.offset}`);
  }
  return { ...batch, records: records.slice(known + 1) };
}
