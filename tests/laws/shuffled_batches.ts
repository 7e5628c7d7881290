// Rows as a log's batches, in an order that a seed chooses.

import type { LogBatch, LogRecord } from "../../log/port.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import { ADVERSARIAL_NOW_MS } from "../oracle/adversarial_values.ts";
import { readNdjsonRows } from "../oracle/read_ndjson_rows.ts";

const PARTITIONS = 3;

/** How rows are cut into batches. */
export interface Cutting {
  /** Sizes of batches, over and over. */
  readonly sizes: readonly number[];
  /** Chooses the order and the partition of each record. */
  readonly seed: number;
}

function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The records of an NDJSON file, shuffled over partitions and cut into batches; offsets have holes. */
export function shuffledBatches(bytes: Uint8Array, { sizes, seed }: Cutting): LogBatch[] {
  const random = numbersFrom(seed);
  const values = readNdjsonRows(bytes).map(({ raw }) => raw)
    .map((raw) => ({ raw, order: random() })).sort((a, b) => a.order - b.order);
  const partitions = Array.from({ length: PARTITIONS }, (): LogRecord[] => []);
  for (const { raw } of values) {
    const records = partitions[Math.floor(random() * PARTITIONS)]!;
    const offset = (records.at(-1)?.offset ?? -1) + (random() < 0.2 ? 2 : 1);
    const at = { offset, key: "", headers: {}, ingestTimeMs: ADVERSARIAL_NOW_MS };
    records.push({ ...at, value: raw });
  }
  const batches: LogBatch[] = [];
  for (let turn = 0; partitions.some((records) => records.length > 0); turn++) {
    const partition = turn % PARTITIONS;
    const records = partitions[partition]!.splice(0, sizes[turn % sizes.length]);
    if (records.length === 0) continue;
    const nextOffset = records.at(-1)!.offset + 1;
    batches.push({ topic: EVENTS_TOPIC, partition, records, nextOffset, endOffset: nextOffset });
  }
  return batches;
}
