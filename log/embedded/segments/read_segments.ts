// Reads the segment files in which versions until 2026-11 kept the embedded log.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { LogCorruptionError } from "../../errors.ts";
import type { StoredBatch } from "../batch_slice.ts";

/**
 * A segment starts with: magic u32, CRC-32 u32 of what follows, bytes u32, salt u32, segment u64, first commit
 * u64, ingest time u64, first offset u64 of each partition; frames follow: magic u32, CRC-32 u32 of what follows
 * (started from the salt), bytes u32, batches u32, commit u64, ingest time u64, for each batch partition u32,
 * records u32, first offset u64, bytes u32, then the batches' records. All little-endian. The end mark is magic
 * u32, CRC-32 u32, segment u64, position u64: what lies before it was acknowledged.
 */
const SEGMENT_MAGIC = 0x3153_4650, FRAME_MAGIC = 0x3152_4650, MARK_MAGIC = 0x3145_4650;
const SEGMENT_NAME = /^(\d{12})\.segment$/;
const SEGMENT_FIXED_BYTES = 40, FRAME_HEADER_BYTES = 32, ENTRY_BYTES = 20;

/** A topic of segment files. */
export interface SegmentTopic {
  readonly topic: string;
  readonly firstOffsets: readonly number[];
  /** Its batches in the order they came. */
  readonly batches: Iterable<StoredBatch>;
}

interface Segment {
  readonly path: string;
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** The topics in `directory`; a topic whose making was cut short is none. */
export function* readSegmentTopics(directory: string): Generator<SegmentTopic> {
  for (const topic of readdirSync(directory).sort()) {
    const folder = join(directory, topic), settings = join(folder, "topic.json");
    if (!existsSync(settings)) continue;
    const { partitions } = JSON.parse(readFileSync(settings, "utf8"));
    const numbers = readdirSync(folder).flatMap((name) => {
      const match = SEGMENT_NAME.exec(name);
      return match === null ? [] : [Number(match[1])];
    }).sort((a, b) => a - b);
    const first = openSegment(folder, numbers[0] ?? 0, partitions);
    yield {
      topic,
      firstOffsets: startOffsets(first, partitions),
      batches: readBatches(folder, numbers, partitions),
    };
  }
}

function* readBatches(
  folder: string,
  numbers: readonly number[],
  partitions: number,
): Generator<StoredBatch> {
  const mark = readMark(join(folder, "end")), next: number[] = [];
  for (const number of numbers) {
    const segment = openSegment(folder, number, partitions), { path, view, bytes } = segment;
    startOffsets(segment, partitions).forEach((offset, partition) => {
      if ((next[partition] ??= offset) !== offset) throw damaged(path, 0);
    });
    const salt = view.getUint32(12, true);
    let at = SEGMENT_FIXED_BYTES + 8 * partitions;
    while (at < bytes.length) {
      const frame = readFrame(bytes.subarray(at), salt);
      if (frame === null) {
        // Only the very last commit can be torn, and only if it was not acknowledged.
        const durable = mark !== null && mark.segment === number ? mark.position : 0;
        const isTorn = number === numbers.at(-1) && at >= durable &&
          !hasWholeFrame(bytes.subarray(at + 1), salt);
        if (!isTorn) throw damaged(path, at);
        return;
      }
      for (const batch of frame.batches) {
        if (next[batch.partition] !== batch.baseOffset) throw damaged(path, at);
        next[batch.partition]! += batch.records;
        yield batch;
      }
      at += frame.bytes;
    }
  }
}

function openSegment(folder: string, number: number, partitions: number): Segment {
  const path = join(folder, `${String(number).padStart(12, "0")}.segment`);
  const bytes = readFileSync(path), size = SEGMENT_FIXED_BYTES + 8 * partitions;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWhole = bytes.length >= size && view.getUint32(0, true) === SEGMENT_MAGIC &&
    view.getUint32(8, true) === size && view.getUint32(4, true) === crc32(bytes.subarray(8, size));
  if (!isWhole) throw damaged(path, 0);
  return { path, number, bytes, view };
}

function startOffsets({ view }: Segment, partitions: number): number[] {
  return Array.from(
    { length: partitions },
    (_, partition) => Number(view.getBigUint64(SEGMENT_FIXED_BYTES + 8 * partition, true)),
  );
}

/** Null when no whole frame starts there. */
function readFrame(
  bytes: Uint8Array,
  salt: number,
): { readonly bytes: number; readonly batches: readonly StoredBatch[] } | null {
  if (bytes.length < FRAME_HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(8, true), count = view.getUint32(12, true);
  const tableEnd = FRAME_HEADER_BYTES + count * ENTRY_BYTES;
  if (view.getUint32(0, true) !== FRAME_MAGIC || size > bytes.length || tableEnd > size) {
    return null;
  }
  if (crc32(bytes.subarray(8, size), salt) !== view.getUint32(4, true)) return null;
  const ingestTimeMs = Number(view.getBigUint64(24, true)), batches: StoredBatch[] = [];
  let at = tableEnd;
  for (let entry = FRAME_HEADER_BYTES; entry < tableEnd; entry += ENTRY_BYTES) {
    const end = at + view.getUint32(entry + 16, true);
    batches.push({
      partition: view.getUint32(entry, true),
      records: view.getUint32(entry + 4, true),
      baseOffset: Number(view.getBigUint64(entry + 8, true)),
      ingestTimeMs,
      bytes: bytes.subarray(at, end),
    });
    at = end;
  }
  return { bytes: size, batches };
}

/** The salt keeps bytes inside of records from posing as a frame. */
function hasWholeFrame(bytes: Uint8Array, salt: number): boolean {
  const first = FRAME_MAGIC & 0xff;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (readFrame(bytes.subarray(at), salt) !== null) return true;
  }
  return false;
}

/** Null when a power cut left none, or half of one. */
function readMark(path: string): { readonly segment: number; readonly position: number } | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || view.getUint32(0, true) !== MARK_MAGIC) return null;
  if (crc32(bytes.subarray(8)) !== view.getUint32(4, true)) return null;
  const segment = Number(view.getBigUint64(8, true));
  return { segment, position: Number(view.getBigUint64(16, true)) };
}

function damaged(path: string, position: number): LogCorruptionError {
  return new LogCorruptionError(path, null, {
    cause: new Error(`no whole record of the log starts at byte ${position}`),
  });
}
