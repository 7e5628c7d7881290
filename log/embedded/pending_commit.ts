// The appends that will share the next write and fsync, encoded already.

import type { AppendedRange, NewRecord } from "../port.ts";
import { RecordEncoder } from "./record_codec.ts";

const FIRST_BYTES = 1 << 12;
/** One append may have so many bytes: it is part of one transaction, there as a whole or not at all. */
const MAX_APPEND_BYTES = 32 << 20;

/** The records of one partition in a commit, encoded one after the other. */
export interface BatchBytes {
  readonly partition: number;
  readonly records: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The records of one partition, encoded one after the other. */
class PartitionBytes {
  bytes = new Uint8Array(0);
  length = 0;
  records = 0;

  reserve(size: number): void {
    const needed = this.length + size;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2, FIRST_BYTES));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** One append within the commit: for each partition touched, how many records come before its own. */
type Share = readonly { readonly partition: number; readonly before: number; records: number }[];

interface Waiting {
  readonly share: Share;
  readonly resolve: (ranges: readonly AppendedRange[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Collects appends for one transaction. */
export class PendingCommit {
  readonly #partitions: PartitionBytes[];
  readonly #encoder: RecordEncoder;
  readonly #waiting: Waiting[] = [];
  #bytes = 0;

  constructor(partitions: number, encoder: RecordEncoder) {
    this.#partitions = Array.from({ length: partitions }, () => new PartitionBytes());
    this.#encoder = encoder;
  }

  /** Bytes of all records so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Encodes all records, or none when one of them cannot be. @throws {RangeError} */
  add(records: readonly NewRecord[]): Promise<readonly AppendedRange[]> {
    const before = this.#partitions.map(({ length, records }) => ({ length, records }));
    const bytesBefore = this.#bytes;
    try {
      for (const record of records) this.#addOne(record);
      checkAppendBytes(this.#bytes - bytesBefore);
    } catch (error) {
      this.#partitions.forEach((partition, index) => Object.assign(partition, before[index]));
      this.#bytes = bytesBefore;
      throw error;
    }
    const share = before.flatMap(({ records }, partition) => {
      const added = this.#partitions[partition]!.records - records;
      return added === 0 ? [] : [{ partition, before: records, records: added }];
    });
    return new Promise((resolve, reject) => this.#waiting.push({ share, resolve, reject }));
  }

  /** The records of each partition that has any. Their buffers are the caller's to give away. */
  batches(): readonly BatchBytes[] {
    return this.#partitions.flatMap(({ bytes, length, records }, partition) =>
      records === 0 ? [] : [{ partition, records, bytes: bytes.subarray(0, length) }]
    );
  }

  /** Acknowledges every append, the batches being durable from these offsets on. */
  acknowledge(baseOffsets: readonly number[]): void {
    for (const { share, resolve } of this.#waiting) {
      resolve(share.map(({ partition, before, records }) => ({
        partition,
        baseOffset: baseOffsets[partition]! + before,
        records,
      })));
    }
  }

  /** Tells every append that it failed. */
  refuse(error: unknown): void {
    for (const { reject } of this.#waiting) reject(error);
  }

  #addOne(record: NewRecord): void {
    const size = this.#encoder.take(record);
    const partition = this.#partitions[this.#encoder.partition(this.#partitions.length)]!;
    partition.reserve(size);
    this.#encoder.put(partition.bytes, partition.length);
    partition.length += size;
    partition.records++;
    this.#bytes += size;
  }
}

function checkAppendBytes(bytes: number): void {
  if (bytes <= MAX_APPEND_BYTES) return;
  throw new RangeError(
    `Cannot append these records as together they must be at most ${MAX_APPEND_BYTES} bytes: ` +
      `current value is ${bytes}`,
  );
}
