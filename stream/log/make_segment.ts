// Makes a new, empty segment.

import type { LogFiles } from "./files.ts";
import { segmentPath } from "./paths.ts";
import { replaceFile } from "./replace_file.ts";
import { encodeSegmentHeader, type SegmentHeader } from "./segment_header.ts";

/**
 * Makes a segment durably, in the place of one left by an attempt that failed. It gets its name last,
 * so a segment always has a whole header.
 */
export async function makeSegment(
  files: LogFiles,
  directory: string,
  start: Omit<SegmentHeader, "salt">,
): Promise<{ readonly header: SegmentHeader; readonly position: number }> {
  const salt = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const header = { ...start, salt }, bytes = encodeSegmentHeader(header);
  await replaceFile(files, segmentPath(directory, header.segment), bytes);
  return { header, position: bytes.length };
}
