// The end mark: how far a topic is durable. Readers in other workers and processes go no further.

import { crc32 } from "node:zlib";
import type { LogFile } from "./files.ts";

/** Layout, little-endian: magic u32, CRC-32 u32 of what follows, then u64 each: segment, position, end offset of each partition. */
const MAGIC = 0x3145_4650; // "PFE1"
const FIXED_BYTES = 24;
const READ_TRIES = 3;

/** A durable end. It is never ahead of the disk; after a power cut it may be behind, or unreadable. */
export interface EndMark {
  readonly segment: number;
  /** The durable bytes of that segment. */
  readonly position: number;
  /** For each partition, the offset its next record will get. */
  readonly endOffsets: readonly number[];
}

/** The mark as bytes. */
export function encodeEndMark(mark: EndMark): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FIXED_BYTES + 8 * mark.endOffsets.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  [mark.segment, mark.position, ...mark.endOffsets].forEach((number, index) => {
    view.setBigUint64(8 + 8 * index, BigInt(number), true);
  });
  view.setUint32(4, crc32(bytes.subarray(8)), true);
  return bytes;
}

/**
 * Reads the mark. Null when it is not readable: there is none yet, or a power cut left half of it, or
 * (very briefly, hence the tries) it is just being written.
 */
export async function readEndMark(file: LogFile, partitions: number): Promise<EndMark | null> {
  const bytes = new Uint8Array(FIXED_BYTES + 8 * partitions);
  for (let tries = 0; tries < READ_TRIES; tries++) {
    if (await file.read(bytes, 0) < bytes.length) return null;
    const mark = decodeEndMark(bytes);
    if (mark !== null) return mark;
  }
  return null;
}

function decodeEndMark(bytes: Uint8Array<ArrayBuffer>): EndMark | null {
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== MAGIC) return null;
  if (view.getUint32(4, true) !== crc32(bytes.subarray(8))) return null;
  const numbers = Array.from(
    { length: (bytes.length - 8) / 8 },
    (_, index) => Number(view.getBigUint64(8 + 8 * index, true)),
  );
  return { segment: numbers[0]!, position: numbers[1]!, endOffsets: numbers.slice(2) };
}
