// Finds where a topic's last segment ends after a stop of any kind, and tells a torn tail from damage.

import { LogCorruptionError } from "../errors.ts";
import type { EndMark } from "./end_mark.ts";
import type { LogFile } from "./files.ts";
import { findWholeFrame } from "./frame.ts";
import type { SegmentReader } from "./segment_reader.ts";

/** Where the segment ends, and what may be cut behind it. */
export interface SegmentEnd {
  readonly position: number;
  /** Bytes behind the end: the beginning of a frame that was never acknowledged. */
  readonly tornBytes: number;
  /** The ingest time of the first frame; null without frames. */
  readonly firstIngestTimeMs: number | null;
}

/**
 * Reads `segment` to the last whole frame. Commits are written one after the other, each synced before
 * the next: only the very last can be torn, and only if it was not acknowledged. So a bad frame is
 * damage when the end mark says that it was durable, or when a later whole frame follows it.
 *
 * @throws {LogCorruptionError} acknowledged bytes are damaged
 */
export async function recoverSegment(
  segment: SegmentReader,
  file: LogFile,
  { sizeBytes, mark }: { readonly sizeBytes: number; readonly mark: EndMark | null },
): Promise<SegmentEnd> {
  let firstIngestTimeMs: number | null = null;
  for (;;) {
    const next = await segment.next(sizeBytes);
    if (next.kind === "frame") {
      firstIngestTimeMs ??= next.frame.ingestTimeMs;
      continue;
    }
    const position = segment.position;
    const durable = mark?.segment === segment.header.segment ? mark.position : 0;
    const found = next.kind === "bad" ? next.found : "is the end of the file";
    if (position < durable) throw new LogCorruptionError(segment.path, position, found);
    const tail = new Uint8Array(sizeBytes - position);
    await file.read(tail, position);
    const expected = { salt: segment.header.salt, minCommit: segment.nextCommit };
    if (findWholeFrame(tail, expected) !== -1) {
      throw new LogCorruptionError(segment.path, position, found);
    }
    return { position, tornBytes: tail.length, firstIngestTimeMs };
  }
}
