// Scanned views as columns of numbers: texts by code, instants in milliseconds. No object per row.

import { TextInterner } from "./text_interner.ts";
import { MAX_SHOW_NAME_BYTES, MAX_USER_ID_BYTES } from "../../../domain/rule.ts";

/** The text columns that are kept, in the order of their numbers. */
export const TEXT_COLUMNS = [
  "user_id",
  "show_name",
  "episode",
  "device",
  "country",
  "event_id",
] as const;

/** Indexes into {@link TEXT_COLUMNS} and into a chunk's `codes`. */
export const USER = 0, SHOW = 1, EPISODE = 2, DEVICE = 3, COUNTRY = 4, EVENT = 5;

/** Views in columns. `codes[c]` is null when no row of the chunk has that column. */
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
export const COLUMN_LIMITS = [
  MAX_USER_ID_BYTES,
  MAX_SHOW_NAME_BYTES,
  Infinity,
  Infinity,
  Infinity,
  Infinity,
];

/** One dictionary for each text column, with the limits of the contract. */
export function createInterners(): TextInterner[] {
  return COLUMN_LIMITS.map((maxBytes) => new TextInterner(maxBytes));
}

/** The views of one block of input, in chunks. */
export class ViewColumns {
  readonly chunks: ViewChunk[] = [];
  readonly #present: readonly boolean[];

  /** `present[c]`: whether the input has text column c. */
  constructor(present: readonly boolean[]) {
    this.#present = present;
  }

  /** A new, empty chunk, the last of the list from now on. */
  addChunk(capacityRows = CHUNK_ROWS): ViewChunk {
    const chunk: ViewChunk = {
      codes: this.#present.map((has) => has ? new Uint32Array(capacityRows) : null),
      watchMinutes: new Float64Array(capacityRows),
      startMs: new Float64Array(capacityRows),
      rows: 0,
    };
    this.chunks.push(chunk);
    return chunk;
  }

  /** The chunk to write the next row to. */
  open(): ViewChunk {
    const last = this.chunks.at(-1);
    return last === undefined || last.rows === last.startMs.length ? this.addChunk() : last;
  }

  /** Gives back the memory of all chunks' unused rows. */
  trim(): void {
    const used = this.chunks.splice(0).filter(({ rows }) => rows > 0);
    this.chunks.push(...used.map(trimmed));
  }

  /** Rows in all chunks. */
  get rows(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  }
}

function trimmed(chunk: ViewChunk): ViewChunk {
  const { codes, watchMinutes, startMs, rows } = chunk;
  if (rows === startMs.length) return chunk;
  return {
    codes: codes.map((column) => column && column.slice(0, rows)),
    watchMinutes: watchMinutes.slice(0, rows),
    startMs: startMs.slice(0, rows),
    rows,
  };
}
