// Where the partitions of the pipeline's topics end, as this process knows it, and what of them is to be applied yet.

import type { AppendedRange, LogAdmin, PartitionOffsets } from "./port.ts";
import { PIPELINE_TOPICS } from "./topics.ts";

/** How far a consumer is, and which partitions are its own. */
export interface ReaderPositions {
  /** The next offset that the store will apply; 0 before the first. */
  positionOf(topic: string, partition: number): number;
  /** Whether it reads the partition; others of its group apply those that it does not. All when absent. */
  owns?(topic: string, partition: number): boolean;
}

/** Who knows where they end. */
export type EndsSource = Pick<LogAdmin, "offsets" | "partitionsOfGroup">;

/** The ends; a cluster may have got more partitions, and others append too, so they are read now and then. */
export class LogEnds {
  readonly #admin: EndsSource;
  readonly #group: string;
  readonly #ends = new Map<string, PartitionOffsets[]>();
  /** `topic/partition` of what members of the group read; null where that is not known. */
  #owned: ReadonlySet<string> | null = null;

  constructor(admin: EndsSource, group: string) {
    this.#admin = admin;
    this.#group = group;
  }

  /** Reads them; with `reader` also who reads those that are not its own. */
  async read(reader?: ReaderPositions): Promise<void> {
    for (const topic of PIPELINE_TOPICS) {
      const ends = this.#ends.get(topic) ?? [];
      for (const range of await this.#admin.offsets(topic)) {
        const { partition, endOffset } = range;
        // What was appended meanwhile is known already.
        const end = Math.max(ends[partition]?.endOffset ?? 0, endOffset);
        ends[partition] = { ...range, endOffset: end };
      }
      this.#ends.set(topic, ends);
    }
    if (reader !== undefined && this.#others(reader).length > 0) await this.#readOwners();
  }

  /** Records were appended. */
  note(topic: string, ranges: readonly AppendedRange[]): void {
    const ends = this.#ends.get(topic);
    if (ends === undefined) return;
    for (const { partition, baseOffset, records } of ranges) {
      const known = ends[partition] ?? { partition, firstOffset: 0, endOffset: 0 };
      const endOffset = Math.max(known.endOffset, baseOffset + records);
      // It was acknowledged to somebody without a transaction; whether one is open is read again.
      const { stableOffset } = known, isStable = stableOffset === known.endOffset;
      ends[partition] = {
        ...{ partition, firstOffset: known.firstOffset, endOffset },
        ...stableOffset === undefined || isStable ? {} : { stableOffset },
      };
    }
  }

  /** Records that the reader has yet to apply: of its own partitions, and of those that nobody reads. */
  pending(reader: ReaderPositions): number {
    let records = 0;
    for (const { topic, range } of this.#all()) {
      if (this.#isOfOthers(reader, topic, range.partition)) continue;
      records += lagOf(reader, topic, range);
    }
    return records;
  }

  /** Records to apply by `topic/partition`, whoever reads it. */
  lagByPartition(reader: ReaderPositions): Readonly<Record<string, number>> {
    return Object.fromEntries(
      this.#all().map(({ topic, range }) => [
        `${topic}/${range.partition}`,
        lagOf(reader, topic, range),
      ]),
    );
  }

  #all(): readonly { readonly topic: string; readonly range: PartitionOffsets }[] {
    return [...this.#ends].flatMap(([topic, ends]) =>
      ends.filter((range) => range !== undefined).map((range) => ({ topic, range }))
    );
  }

  #isOfOthers(reader: ReaderPositions, topic: string, partition: number): boolean {
    if (reader.owns?.(topic, partition) !== false) return false;
    return this.#owned === null || this.#owned.has(`${topic}/${partition}`);
  }

  /** Partitions with something to apply that are not the reader's. */
  #others(reader: ReaderPositions) {
    return this.#all().filter(({ topic, range }) =>
      reader.owns?.(topic, range.partition) === false && lagOf(reader, topic, range) > 0
    );
  }

  async #readOwners(): Promise<void> {
    const owned = await this.#admin.partitionsOfGroup?.(this.#group) ?? null;
    // While a group is shared out anew, what was before holds.
    if (owned === null) return;
    this.#owned = new Set(owned.map(({ topic, partition }) => `${topic}/${partition}`));
  }
}

/** Of a range, what lies behind the reader's position and is in the log still. */
export function lagOf(
  { positionOf }: ReaderPositions,
  topic: string,
  { partition, firstOffset, endOffset }: PartitionOffsets,
): number {
  return Math.max(0, endOffset - Math.max(firstOffset, positionOf(topic, partition)));
}

/** Of it, what cannot be read yet: it lies behind the beginning of a transaction that is open. */
export function heldOf(
  reader: ReaderPositions,
  topic: string,
  range: PartitionOffsets,
): number {
  const { stableOffset = range.endOffset, endOffset } = range;
  return Math.min(lagOf(reader, topic, range), Math.max(0, endOffset - stableOffset));
}
