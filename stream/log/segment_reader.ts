// Reads the frames of one segment in order, and checks that each continues the one before.

import { LogCorruptionError } from "../errors.ts";
import type { LogFile, LogFiles } from "./files.ts";
import { decodeFrame, type Frame } from "./frame.ts";
import { segmentPath } from "./paths.ts";
import { decodeSegmentHeader, headerBytes, type SegmentHeader } from "./segment_header.ts";

/** Read at once: large enough to keep the disk busy, small enough to throw away. */
const CHUNK_BYTES = 1 << 20;

/** A frame; or the end of what was to be read; or the place where no whole frame is. */
export type NextFrame =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "end" }
  | { readonly kind: "bad"; readonly position: number; readonly found: string };

/** A segment being read. */
export class SegmentReader {
  readonly path: string;
  readonly header: SegmentHeader;
  readonly #file: LogFile;
  readonly #nextOffsets: number[];
  #chunk: Uint8Array = new Uint8Array(0);
  #chunkAt: number;
  #position: number;
  #nextCommit: number;
  #ingestTimeMs: number;

  private constructor(path: string, file: LogFile, header: SegmentHeader) {
    this.path = path;
    this.header = header;
    this.#file = file;
    this.#nextOffsets = [...header.startOffsets];
    this.#position = this.#chunkAt = headerBytes(header.startOffsets.length);
    this.#nextCommit = header.firstCommit;
    this.#ingestTimeMs = header.ingestFloorMs;
  }

  /**
   * Opens segment number `segment` in `directory`; null when it is not there.
   *
   * @throws {LogCorruptionError} its header is damaged
   */
  static async open(
    files: LogFiles,
    directory: string,
    { segment, partitions }: { readonly segment: number; readonly partitions: number },
  ): Promise<SegmentReader | null> {
    const path = segmentPath(directory, segment);
    const file = await files.open(path, "read");
    if (file === null) return null;
    try {
      const bytes = new Uint8Array(headerBytes(partitions));
      const read = await file.read(bytes, 0);
      const header = decodeSegmentHeader(bytes.subarray(0, read), partitions);
      // A segment gets its name only when its header is on the disk, so this is never a torn one.
      if (header?.segment === segment) return new SegmentReader(path, file, header);
      throw new LogCorruptionError(path, 0, "does not start a whole header");
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Where the next frame starts, in bytes. */
  get position(): number {
    return this.#position;
  }

  /** For each partition, the offset after the last one read. */
  get nextOffsets(): readonly number[] {
    return this.#nextOffsets;
  }

  /** The number of the next frame's commit. */
  get nextCommit(): number {
    return this.#nextCommit;
  }

  /** The ingest time of the last frame read. */
  get ingestTimeMs(): number {
    return this.#ingestTimeMs;
  }

  /** The next frame before byte `end`. What it holds stays valid. */
  async next(end: number): Promise<NextFrame> {
    if (this.#position >= end) return { kind: "end" };
    for (;;) {
      const rest = this.#chunk.subarray(this.#position - this.#chunkAt);
      const reading = decodeFrame(rest, this.header.salt);
      if (reading.kind === "bad") return this.#bad(reading.found);
      if (reading.kind === "frame") {
        const wrong = this.#follow(reading.frame);
        if (wrong !== null) return this.#bad(wrong);
        this.#position += reading.frameBytes;
        return { kind: "frame", frame: reading.frame };
      }
      if (this.#position + reading.needBytes > end || !await this.#load(reading.needBytes, end)) {
        return this.#bad("starts a frame that is not whole");
      }
    }
  }

  close(): void {
    this.#file.close();
  }

  #bad(found: string): NextFrame {
    return { kind: "bad", position: this.#position, found };
  }

  /** Null when the frame continues the one before, and then it is the last one read. */
  #follow({ commit, ingestTimeMs, batches }: Frame): string | null {
    if (commit !== this.#nextCommit) return "starts a frame out of sequence";
    for (const { partition, baseOffset } of batches) {
      if (baseOffset !== this.#nextOffsets[partition]) return "starts a frame with other offsets";
    }
    for (const { partition, records } of batches) this.#nextOffsets[partition]! += records;
    this.#nextCommit++;
    this.#ingestTimeMs = ingestTimeMs;
    return null;
  }

  /** Loads `bytes` or more from the position on, but nothing from `end` on; false at the file's end. */
  async #load(bytes: number, end: number): Promise<boolean> {
    const chunk = new Uint8Array(Math.min(Math.max(bytes, CHUNK_BYTES), end - this.#position));
    const kept = this.#chunk.subarray(this.#position - this.#chunkAt);
    chunk.set(kept);
    const read = await this.#file.read(chunk.subarray(kept.length), this.#position + kept.length);
    this.#chunk = chunk.subarray(0, kept.length + read);
    this.#chunkAt = this.#position;
    return this.#chunk.length >= bytes;
  }
}
