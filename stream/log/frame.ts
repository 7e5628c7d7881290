// A frame: what one commit adds to a segment. It is there as a whole, or not at all.

import { crc32 } from "node:zlib";

/**
 * Layout, little-endian: magic u32, CRC-32 u32 of all that follows it (started from the segment's
 * salt), bytes of the frame u32, batches u32, commit number u64, ingest time u64; then for each batch
 * partition u32, records u32, first offset u64, bytes u32; then the batches' records.
 */
const MAGIC = 0x3152_4650; // "PFR1"
const CHECKED_FROM = 8;
const HEADER_BYTES = 32;
const BATCH_ENTRY_BYTES = 20;
/** No frame is longer; a length above it is damage, not a reason to allocate. */
export const MAX_FRAME_BYTES = 64 << 20;

/** The records of one partition in a frame, as bytes. */
export interface BatchBytes {
  readonly partition: number;
  readonly records: number;
  readonly baseOffset: number;
  readonly bytes: Uint8Array;
}

/** What a frame says about itself. */
export interface FrameInfo {
  /** Counts the topic's commits from 0: a frame out of sequence shows. */
  readonly commit: number;
  /** When its records were taken in. */
  readonly ingestTimeMs: number;
}

/** A frame with its batches. */
export interface Frame extends FrameInfo {
  readonly batches: readonly BatchBytes[];
}

/** A whole frame, or how many bytes are needed to know more, or what is wrong. */
export type FrameReading =
  | { readonly kind: "frame"; readonly frame: Frame; readonly frameBytes: number }
  | { readonly kind: "short"; readonly needBytes: number }
  | { readonly kind: "bad"; readonly found: string };

/** Writes a frame. Batches without records are left out. */
export function encodeFrame(
  info: FrameInfo,
  batches: readonly BatchBytes[],
  salt: number,
): Uint8Array<ArrayBuffer> {
  const filled = batches.filter(({ records }) => records > 0);
  let at = HEADER_BYTES + filled.length * BATCH_ENTRY_BYTES;
  const frameBytes = filled.reduce((sum, { bytes }) => sum + bytes.length, at);
  const frame = new Uint8Array(frameBytes), view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, frameBytes, true);
  view.setUint32(12, filled.length, true);
  view.setBigUint64(16, BigInt(info.commit), true);
  view.setBigUint64(24, BigInt(info.ingestTimeMs), true);
  filled.forEach((batch, index) => {
    const entry = HEADER_BYTES + index * BATCH_ENTRY_BYTES;
    view.setUint32(entry, batch.partition, true);
    view.setUint32(entry + 4, batch.records, true);
    view.setBigUint64(entry + 8, BigInt(batch.baseOffset), true);
    view.setUint32(entry + 16, batch.bytes.length, true);
    frame.set(batch.bytes, at);
    at += batch.bytes.length;
  });
  view.setUint32(4, crc32(frame.subarray(CHECKED_FROM), salt), true);
  return frame;
}

/** Reads the frame at the start of `bytes`, which may hold less than it, or more. */
export function decodeFrame(bytes: Uint8Array, salt: number): FrameReading {
  if (bytes.length < HEADER_BYTES) return { kind: "short", needBytes: HEADER_BYTES };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return { kind: "bad", found: "does not start a frame" };
  const frameBytes = view.getUint32(8, true), count = view.getUint32(12, true);
  const tableEnd = HEADER_BYTES + count * BATCH_ENTRY_BYTES;
  if (frameBytes > MAX_FRAME_BYTES || tableEnd > frameBytes) {
    return { kind: "bad", found: "starts a frame of an impossible length" };
  }
  if (bytes.length < frameBytes) return { kind: "short", needBytes: frameBytes };
  if (crc32(bytes.subarray(CHECKED_FROM, frameBytes), salt) !== view.getUint32(4, true)) {
    return { kind: "bad", found: "starts a frame whose checksum does not match" };
  }
  const batches: BatchBytes[] = [];
  let at = tableEnd;
  for (let entry = HEADER_BYTES; entry < tableEnd; entry += BATCH_ENTRY_BYTES) {
    const end = at + view.getUint32(entry + 16, true);
    batches.push({
      partition: view.getUint32(entry, true),
      records: view.getUint32(entry + 4, true),
      baseOffset: Number(view.getBigUint64(entry + 8, true)),
      bytes: bytes.subarray(at, end),
    });
    at = end;
  }
  const commit = Number(view.getBigUint64(16, true));
  const ingestTimeMs = Number(view.getBigUint64(24, true));
  return { kind: "frame", frame: { commit, ingestTimeMs, batches }, frameBytes };
}

/**
 * Where in `bytes` a whole frame of this segment starts that is commit `minCommit` or a later one; -1
 * when none does. The salt keeps bytes inside of records from posing as one.
 */
export function findWholeFrame(
  bytes: Uint8Array,
  { salt, minCommit }: { readonly salt: number; readonly minCommit: number },
): number {
  const first = MAGIC & 0xff;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    const reading = decodeFrame(bytes.subarray(at), salt);
    if (reading.kind === "frame" && reading.frame.commit >= minCommit) return at;
  }
  return -1;
}
