// Scanned views as columns of numbers: texts by code, instants in milliseconds. No object per row.

import { COLUMNS, DIMENSIONS, type LimitedColumn } from "../../../domain/columns.ts";
import { TextInterner } from "./text_interner.ts";

/** The text columns that are kept, in the order of their numbers. */
export const TEXT_COLUMNS: readonly LimitedColumn[] = [
  ...["user_id", "show_name", "episode"] as const,
  ...DIMENSIONS,
  "event_id",
];

/** Indexes into {@link TEXT_COLUMNS} and into a chunk's `codes`; the kernels know the first three too. */
export const USER = 0, SHOW = 1, EPISODE = 2, EVENT = TEXT_COLUMNS.length - 1;
/** Dimensions are the columns from this one to the one before `EVENT`, in the order of `DIMENSIONS`. */
export const FIRST_DIMENSION = 3;

/** The index of a text column. */
export function columnOf(name: (typeof TEXT_COLUMNS)[number]): number {
  return TEXT_COLUMNS.indexOf(name);
}

/**
 * Views in columns. `codes[c]` is null when no row of the chunk has that column. Code 0 is the empty text;
 * those of episodes are one more (episode_codes.ts), and 0 is a missing one.
 */
export interface ViewChunk {
  readonly codes: readonly (Uint32Array | null)[];
  readonly watchMinutes: Float64Array;
  /** Event times in integer milliseconds. */
  readonly startMs: Float64Array;
  rows: number;
}

/** Rows in a chunk: large enough to be rare, small enough not to waste memory at a block's end. */
export const CHUNK_ROWS = 32_768;

/** Longest text of each column, in UTF-8 bytes. */
export const COLUMN_LIMITS: readonly number[] = TEXT_COLUMNS.map((name) => COLUMNS[name].maxBytes);

/** One dictionary for each text column, with the limits of the contract. */
export function createInterners(): TextInterner[] {
  return COLUMN_LIMITS.map((maxBytes) => new TextInterner(maxBytes));
}

/** Makes an empty chunk; `present[c]`: whether it has text column c. */
export type NewChunk = (present: readonly boolean[], capacityRows: number) => ViewChunk;

/** A chunk with memory of its own. */
export const plainChunk: NewChunk = (present, capacityRows) => ({
  codes: present.map((has) => has ? new Uint32Array(capacityRows) : null),
  watchMinutes: new Float64Array(capacityRows),
  startMs: new Float64Array(capacityRows),
  rows: 0,
});

/** The views of one block of input, in chunks. */
export class ViewColumns {
  readonly chunks: ViewChunk[] = [];
  readonly #present: readonly boolean[];
  readonly #newChunk: NewChunk;

  /** `present[c]`: whether the input has text column c; `newChunk`: where full chunks lie. */
  constructor(present: readonly boolean[], newChunk: NewChunk = plainChunk) {
    this.#present = present;
    this.#newChunk = newChunk;
  }

  /** A new, empty chunk, the last of the list from now on; with `rows` it will hold so many. */
  addChunk(rows?: number): ViewChunk {
    const chunk = rows === undefined
      ? plainChunk(this.#present, CHUNK_ROWS)
      : this.#newChunk(this.#present, rows);
    this.chunks.push(chunk);
    return chunk;
  }

  /** The chunk to write the next row to. */
  open(): ViewChunk {
    const last = this.chunks.at(-1);
    return last === undefined || last.rows === last.startMs.length ? this.addChunk() : last;
  }

  /** Rows in all chunks. */
  get rows(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  }
}
