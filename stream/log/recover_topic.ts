// Brings a topic's folder into order after a stop of any kind, and says what it holds.

import { join } from "node:path";
import { LogCorruptionError } from "../errors.ts";
import { type EndMark, readEndMark } from "./end_mark.ts";
import type { LogFiles } from "./files.ts";
import { endMarkPath, segmentOf, segmentPath } from "./paths.ts";
import { recoverSegment, type SegmentEnd } from "./recover_segment.ts";
import { UNFINISHED_SUFFIX } from "./replace_file.ts";
import type { ClosedSegment } from "./retention.ts";
import { SegmentReader } from "./segment_reader.ts";
import type { SegmentHeader } from "./segment_header.ts";

/** A topic at rest: every byte it counts is durable. */
export interface TopicState {
  readonly closed: readonly ClosedSegment[];
  /** The last segment, which further frames go to. */
  readonly last: SegmentHeader & SegmentEnd;
  readonly nextOffsets: readonly number[];
  readonly nextCommit: number;
  readonly ingestTimeMs: number;
}

interface StoredSegment {
  readonly segment: number;
  readonly sizeBytes: number;
}

/**
 * Reads what a topic holds, cuts a torn tail and removes files that were not finished.
 *
 * @throws {LogCorruptionError} acknowledged records are damaged or missing
 */
export async function recoverTopic(
  files: LogFiles,
  directory: string,
  partitions: number,
): Promise<TopicState> {
  const stored: StoredSegment[] = [];
  for (const { name, sizeBytes } of await files.list(directory)) {
    if (name.endsWith(UNFINISHED_SUFFIX)) await files.remove(join(directory, name));
    const segment = segmentOf(name);
    if (segment !== null) stored.push({ segment, sizeBytes });
  }
  const mark = await readMark(files, directory, partitions);
  checkAllThere(directory, stored, mark);
  const open = async (segment: number) => {
    const reader = await SegmentReader.open(files, directory, { segment, partitions });
    return reader ?? missing(directory, segment);
  };
  const reader = await open(stored.at(-1)!.segment);
  try {
    const end = await recoverLast(files, reader, { ...stored.at(-1)!, mark });
    const closed: ClosedSegment[] = [];
    let following = reader.header;
    for (const { segment, sizeBytes } of stored.slice(0, -1).reverse()) {
      const { startOffsets: endOffsets, ingestFloorMs: lastIngestTimeMs } = following;
      closed.unshift({ segment, sizeBytes, lastIngestTimeMs, endOffsets });
      const earlier = await open(segment);
      earlier.close();
      following = earlier.header;
    }
    const { header, nextOffsets, nextCommit, ingestTimeMs } = reader;
    return { closed, last: { ...header, ...end }, nextOffsets, nextCommit, ingestTimeMs };
  } finally {
    reader.close();
  }
}

async function recoverLast(
  files: LogFiles,
  reader: SegmentReader,
  known: { readonly sizeBytes: number; readonly mark: EndMark | null },
): Promise<SegmentEnd> {
  const file = (await files.open(reader.path, "write"))!;
  try {
    const end = await recoverSegment(reader, file, known);
    if (end.tornBytes > 0) await file.truncate(end.position);
    // What is behind the mark may be whole and yet in memory only, and clean there if a sync failed
    // before the stop. So it is written again: readers may see it only once it is durable.
    const isMarked = known.mark?.segment === reader.header.segment;
    const durable = isMarked ? known.mark.position : 0;
    const tail = new Uint8Array(end.position - durable);
    await file.read(tail, durable);
    await file.write(tail, durable);
    await file.sync();
    return end;
  } finally {
    file.close();
  }
}

async function readMark(
  files: LogFiles,
  directory: string,
  partitions: number,
): Promise<EndMark | null> {
  const file = await files.open(endMarkPath(directory), "read");
  if (file === null) return null;
  try {
    return await readEndMark(file, partitions);
  } finally {
    file.close();
  }
}

/** Segments go from the oldest on only, so there are never holes, and there is always one. */
function checkAllThere(
  directory: string,
  stored: readonly StoredSegment[],
  mark: EndMark | null,
): void {
  const first = stored[0]?.segment ?? 0;
  stored.forEach(({ segment }, index) => {
    if (segment !== first + index) missing(directory, first + index);
  });
  const end = first + stored.length;
  if (stored.length === 0 || (mark !== null && mark.segment >= end)) missing(directory, end);
}

function missing(directory: string, segment: number): never {
  throw new LogCorruptionError(segmentPath(directory, segment), 0, "is missing");
}
