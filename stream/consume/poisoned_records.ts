// Records that brought the consumer down again and again: they go to quarantine instead of in circles.

import type { LogBatch, LogRecord } from "../../log/port.ts";
import { SOURCE_HEADER } from "../../log/topics.ts";

const OPEN = 0x5b, CLOSE = 0x5d;

/** A record's place as text, to be remembered by. */
export function placeOf(topic: string, partition: number, offset: number): string {
  return `${topic}/${partition}/${offset}`;
}

/**
 * The batches with each poisoned record put into brackets. So it is no JSON object any more, breaks
 * `row.columns`, and is quarantined with its text whole.
 */
export function wrapPoisoned(
  batches: readonly LogBatch[],
  poisoned: ReadonlySet<string>,
): readonly LogBatch[] {
  if (poisoned.size === 0) return batches;
  return batches.map((batch) => ({
    ...batch,
    records: batch.records.map((record) =>
      poisoned.has(placeOf(batch.topic, batch.partition, record.offset)) ? wrap(record) : record
    ),
  }));
}

function wrap(record: LogRecord): LogRecord {
  const value = new Uint8Array(record.value.length + 2);
  value[0] = OPEN;
  value.set(record.value, 1);
  value[value.length - 1] = CLOSE;
  // What else it has may be to blame as well: only its source stays, as it is counted there.
  const { offset, ingestTimeMs, headers } = record, source = headers[SOURCE_HEADER];
  const kept = source === undefined ? {} : { [SOURCE_HEADER]: source };
  return { offset, key: "", headers: kept, ingestTimeMs, value };
}
