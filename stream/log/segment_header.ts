// The start of a segment file: which offsets and times come before it, and the salt of its frames.

import { crc32 } from "node:zlib";

/** Layout, little-endian: magic u32, CRC-32 u32 of what follows, bytes u32, salt u32, segment u64, first commit u64, ingest time u64, offsets u64 for each partition. */
const MAGIC = 0x3153_4650; // "PFS1"
const FIXED_BYTES = 40;

/** What is known at the moment a segment starts. */
export interface SegmentHeader {
  /** Counts the topic's segments from 0. */
  readonly segment: number;
  /** Starts the checksums of its frames, so that frames of another file do not fit. */
  readonly salt: number;
  /** The number of its first commit. */
  readonly firstCommit: number;
  /** The ingest time of the last frame before it; no frame in it is earlier. */
  readonly ingestFloorMs: number;
  /** For each partition, the offset its next record will get. */
  readonly startOffsets: readonly number[];
}

/** The length of a header, which is where the first frame starts. */
export function headerBytes(partitions: number): number {
  return FIXED_BYTES + 8 * partitions;
}

/** The header as bytes. */
export function encodeSegmentHeader(header: SegmentHeader): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes(header.startOffsets.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, bytes.length, true);
  view.setUint32(12, header.salt, true);
  const numbers = [header.segment, header.firstCommit, header.ingestFloorMs];
  [...numbers, ...header.startOffsets].forEach((number, index) => {
    view.setBigUint64(16 + 8 * index, BigInt(number), true);
  });
  view.setUint32(4, crc32(bytes.subarray(8)), true);
  return bytes;
}

/** The header that `bytes` are; null when they are not one for this number of partitions. */
export function decodeSegmentHeader(bytes: Uint8Array, partitions: number): SegmentHeader | null {
  if (bytes.length !== headerBytes(partitions)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC || view.getUint32(8, true) !== bytes.length) return null;
  if (view.getUint32(4, true) !== crc32(bytes.subarray(8))) return null;
  const numbers = Array.from(
    { length: 3 + partitions },
    (_, index) => Number(view.getBigUint64(16 + 8 * index, true)),
  );
  const [segment, firstCommit, ingestFloorMs] = numbers as [number, number, number];
  const salt = view.getUint32(12, true);
  return { segment, salt, firstCommit, ingestFloorMs, startOffsets: numbers.slice(3) };
}
