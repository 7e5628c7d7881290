// Walks the frames of a topic from segment to segment, up to its durable end and no further.

import { LogCorruptionError, LogOffsetError } from "../errors.ts";
import { type EndMark, readEndMark } from "./end_mark.ts";
import type { LogFile, LogFiles } from "./files.ts";
import type { Frame } from "./frame.ts";
import { endMarkPath, segmentOf } from "./paths.ts";
import { SegmentReader } from "./segment_reader.ts";

/** Retention may take a segment away between finding it and opening it: then look again. */
const FIND_TRIES = 5;

/** A topic to read. */
export interface TopicPlace {
  readonly files: LogFiles;
  /** The topic's folder. */
  readonly directory: string;
  readonly topic: string;
  readonly partitions: number;
}

/** Where to start: for each partition wanted its next offset, null for the first there is. */
export type Wanted = ReadonlyMap<number, number | null>;

/** Reads a topic while it is written, also from another process. */
export class SegmentWalk {
  readonly #place: TopicPlace;
  #markFile: LogFile | null = null;
  #mark: EndMark | null = null;
  #reader: SegmentReader | null = null;
  /** The size of the segment being read, once a later one has begun. */
  #closedBytes: number | null = null;

  constructor(place: TopicPlace) {
    this.#place = place;
  }

  /** The topic's durable end as last heard of. */
  get mark(): EndMark | null {
    return this.#mark;
  }

  /**
   * Goes to where the first of the wanted records is, or before it; the first offsets there are. Null
   * when the topic has no readable end yet: its writer has not started.
   *
   * @throws {LogOffsetError} a wanted offset is outside of the log
   */
  async goTo(wanted: Wanted): Promise<readonly number[] | null> {
    this.leave();
    for (let tries = 0; tries < FIND_TRIES; tries++) {
      await this.#refreshMark();
      if (this.#mark === null) return null;
      const firstOffsets = await this.#openFor(wanted, this.#mark);
      if (firstOffsets !== null) return firstOffsets;
    }
    return null;
  }

  /** Whether {@link goTo} is needed before the next frame. */
  get isLost(): boolean {
    return this.#reader === null;
  }

  /** The next frame; null at the durable end, or when the walk got lost. @throws {LogCorruptionError} */
  async next(): Promise<Frame | null> {
    for (let isFresh = false; this.#reader !== null;) {
      const reader = this.#reader, mark = this.#mark!;
      const isLast = reader.header.segment === mark.segment;
      if (!isLast) this.#closedBytes ??= await this.#sizeOf(reader.header.segment);
      const next = await reader.next(isLast ? mark.position : this.#closedBytes ?? 0);
      if (next.kind === "frame") return next.frame;
      if (next.kind === "bad") {
        throw new LogCorruptionError(reader.path, next.position, next.found);
      }
      if (!isLast) await this.#advance(reader);
      else if (isFresh) return null;
      else isFresh = await this.#refreshMark().then(() => true);
    }
    return null;
  }

  /** Forgets where it is. */
  leave(): void {
    this.#reader?.close();
    this.#reader = null;
    this.#closedBytes = null;
  }

  close(): void {
    this.leave();
    this.#markFile?.close();
    this.#markFile = null;
  }

  async #refreshMark(): Promise<void> {
    const { files, directory, partitions } = this.#place;
    this.#markFile ??= await files.open(endMarkPath(directory), "read");
    if (this.#markFile === null) return;
    this.#mark = await readEndMark(this.#markFile, partitions) ?? this.#mark;
  }

  async #open(segment: number): Promise<SegmentReader | null> {
    const { files, directory, partitions } = this.#place;
    return await SegmentReader.open(files, directory, { segment, partitions });
  }

  /** Opens the latest segment that starts at or before all that is wanted; null when one vanished. */
  async #openFor(wanted: Wanted, mark: EndMark): Promise<readonly number[] | null> {
    const { files, directory } = this.#place;
    const segments = (await files.list(directory)).map(({ name }) => segmentOf(name))
      .filter((segment) => segment !== null && segment <= mark.segment) as number[];
    const first = segments.length === 0 ? null : await this.#open(segments[0]!);
    if (first === null) return null;
    const firstOffsets = first.header.startOffsets;
    try {
      this.#checkRange(wanted, firstOffsets, mark);
      this.#reader = await this.#latestBefore(wanted, segments.slice(1)) ?? first;
    } finally {
      if (this.#reader !== first) first.close();
    }
    return firstOffsets;
  }

  async #latestBefore(wanted: Wanted, segments: readonly number[]): Promise<SegmentReader | null> {
    for (const segment of segments.toReversed()) {
      const reader = await this.#open(segment);
      if (reader !== null && startsBefore(reader.header.startOffsets, wanted)) return reader;
      reader?.close();
    }
    return null;
  }

  #checkRange(wanted: Wanted, firstOffsets: readonly number[], mark: EndMark): void {
    for (const [partition, offset] of wanted) {
      const firstOffset = firstOffsets[partition]!, endOffset = mark.endOffsets[partition]!;
      if (offset === null || (offset >= firstOffset && offset <= endOffset)) continue;
      const { topic } = this.#place;
      throw new LogOffsetError({ topic, partition, offset }, { firstOffset, endOffset });
    }
  }

  async #sizeOf(segment: number): Promise<number | null> {
    const entries = await this.#place.files.list(this.#place.directory);
    return entries.find(({ name }) => segmentOf(name) === segment)?.sizeBytes ?? null;
  }

  /** From the end of a closed segment to the next one, which must go on where it ended. */
  async #advance(reader: SegmentReader): Promise<void> {
    const following = this.#closedBytes === null
      ? null
      : await this.#open(reader.header.segment + 1);
    if (following === null) return this.leave(); // retention took it: find the way anew
    const { startOffsets } = following.header;
    if (startOffsets.some((offset, index) => offset !== reader.nextOffsets[index])) {
      following.close(); // and stay: whoever asks again gets the same answer
      throw new LogCorruptionError(
        reader.path,
        reader.position,
        "is the end, with records missing",
      );
    }
    this.leave();
    this.#reader = following;
  }
}

function startsBefore(startOffsets: readonly number[], wanted: Wanted): boolean {
  for (const [partition, offset] of wanted) {
    if (offset === null || startOffsets[partition]! > offset) return false;
  }
  return true;
}
