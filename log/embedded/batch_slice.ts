// What is left to read of one partition's records in a stored batch.

import type { LogRecord } from "../port.ts";
import { decodeRecord, recordBytesAt } from "./record_codec.ts";

/** A batch as it is stored. */
export interface StoredBatch {
  readonly partition: number;
  readonly baseOffset: number;
  readonly records: number;
  readonly ingestTimeMs: number;
  readonly bytes: Uint8Array;
}

/** Records of one partition, decoded as they are taken. */
export class BatchSlice {
  readonly partition: number;
  readonly #ingestTimeMs: number;
  readonly #bytes: Uint8Array;
  readonly #endOffset: number;
  #nextOffset: number;
  #at = 0;

  constructor({ partition, records, baseOffset, bytes, ingestTimeMs }: StoredBatch) {
    this.partition = partition;
    this.#ingestTimeMs = ingestTimeMs;
    this.#bytes = bytes;
    this.#nextOffset = baseOffset;
    this.#endOffset = baseOffset + records;
  }

  get isEmpty(): boolean {
    return this.#nextOffset >= this.#endOffset;
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Leaves out what is below `offset`. */
  skipTo(offset: number): void {
    if (offset >= this.#endOffset) {
      this.#nextOffset = this.#endOffset;
      return;
    }
    for (; this.#nextOffset < offset; this.#nextOffset++) {
      this.#at += recordBytesAt(this.#bytes, this.#at);
    }
  }

  /** Adds at most `maxRecords` to `records`; how many it added. */
  takeInto(records: LogRecord[], maxRecords: number): number {
    const start = this.#nextOffset, end = Math.min(this.#endOffset, start + maxRecords);
    const bytes = this.#bytes, ingestTimeMs = this.#ingestTimeMs;
    let at = this.#at;
    for (let offset = start; offset < end; offset++) {
      records.push(decodeRecord(bytes, at, { offset, ingestTimeMs }));
      at += recordBytesAt(bytes, at);
    }
    this.#at = at;
    this.#nextOffset = end;
    return end - start;
  }
}
