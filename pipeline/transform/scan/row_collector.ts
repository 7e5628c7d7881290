// Collects the rows of one block of input, whatever became of them: columns of views, bad rows, counts.

import { DIMENSIONS } from "../../../domain/columns.ts";
import { FixedSum, minuteUnits } from "../../../domain/fixed_sum.ts";
import {
  EXCLUSION_IDS,
  type ExclusionId,
  MAX_ROW_BYTES,
  type Reason,
  reason,
} from "../../../domain/rule.ts";
import type { View } from "../../../domain/view.ts";
import { BadRowList } from "./bad_rows.ts";
import { EPISODE_SHIFT, MISSING_EPISODE } from "./episode_codes.ts";
import { isUtf8 } from "./is_utf8.ts";
import type { TextDictionary } from "./text_interner.ts";
import {
  EPISODE,
  EVENT,
  FIRST_DIMENSION,
  type NewChunk,
  SHOW,
  USER,
  ViewColumns,
} from "./view_columns.ts";

/** What one block of input held. */
export class RowCollector implements RowSink {
  readonly columns: ViewColumns;
  readonly bad = new BadRowList();
  readonly excluded: Record<ExclusionId, number> = { supplemental: 0, autoplayed: 0 };
  readonly #excludedMinutes = { supplemental: new FixedSum(), autoplayed: new FixedSum() };
  /** Rows that the fast scanner took, each on one line of its own. */
  fastRows = 0;
  /** Line breaks passed by the slow reading. */
  lineBreaks = 0;
  isArrayClosed: boolean | null = null;
  readonly #dictionaries: readonly TextDictionary[];

  /** `present[c]`: whether the input has text column c. */
  constructor(
    dictionaries: readonly TextDictionary[],
    present: readonly boolean[],
    newChunk?: NewChunk,
  ) {
    this.columns = new ViewColumns(present, newChunk);
    this.#dictionaries = dictionaries;
  }

  /** Adds one valid view. */
  accept(view: View): void {
    const chunk = this.columns.open();
    const at = chunk.rows++;
    this.#setText(chunk.codes, USER, at, view.userId);
    this.#setText(chunk.codes, SHOW, at, view.showName);
    this.#setEpisode(chunk.codes, at, view.episode);
    for (let d = 0; d < DIMENSIONS.length; d++) {
      this.#setText(chunk.codes, FIRST_DIMENSION + d, at, view[DIMENSIONS[d]] ?? "");
    }
    this.#setText(chunk.codes, EVENT, at, view.eventId ?? "");
    chunk.watchMinutes[at] = view.watchMinutes;
    chunk.startMs[at] = view.startMs;
  }

  /** Counts one row that is left out on purpose. */
  exclude(id: ExclusionId, watchMinutes: number): void {
    this.excluded[id]++;
    this.#excludedMinutes[id].add(minuteUnits(watchMinutes));
  }

  /** Minutes of the rows left out, in the units of exact sums. */
  get excludedMinuteUnits(): Record<ExclusionId, bigint> {
    const { supplemental, autoplayed } = this.#excludedMinutes;
    return { supplemental: supplemental.total, autoplayed: autoplayed.total };
  }

  /** Keeps one bad row whole: its bytes without its line end, and what they decode to. */
  reject(row: RowText, offset: number, lineInBlock: number, reasons: readonly Reason[]): void {
    const isBase64 = !row.isUtf8, raw = rawOf(row);
    if (row.isCut) {
      const place = { offset, sizeBytes: row.bytes.length, isBase64, start: raw };
      this.bad.addLong(place, lineInBlock, reasons);
    } else this.bad.add({ offset, raw, isBase64 }, lineInBlock, reasons);
  }

  /** Rows that the collector knows of: accepted, bad and excluded. */
  get rows(): number {
    return this.columns.rows + this.bad.length +
      EXCLUSION_IDS.reduce((sum, id) => sum + this.excluded[id], 0);
  }

  #setText(codes: readonly (Uint32Array | null)[], column: number, at: number, text: string): void {
    const target = codes[column];
    if (target !== null) target[at] = this.#dictionaries[column].internText(text);
  }

  #setEpisode(codes: readonly (Uint32Array | null)[], at: number, episode: string | null): void {
    const target = codes[EPISODE];
    if (target === null) return;
    target[at] = episode === null
      ? MISSING_EPISODE
      : this.#dictionaries[EPISODE].internText(episode) + EPISODE_SHIFT;
  }
}

/** Rows over this are not parsed: only their size, encoding and quotes are judged. */
const MAX_PARSED_BYTES = 16 << 20;
/** What is decoded of them, in bytes; a multiple of 3 for base64. */
const START_BYTES = 12 << 10;

/** A row's bytes and their text, in which U+FFFD stands for what is not UTF-8. */
export interface RowText {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly isUtf8: boolean;
  /** Whether the text is only the row's beginning. */
  readonly isCut: boolean;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes a row. */
export function readRowText(bytes: Uint8Array): RowText {
  const isCut = bytes.length > MAX_PARSED_BYTES;
  const text = decoder.decode(isCut ? bytes.subarray(0, START_BYTES) : bytes);
  return { bytes, text, isUtf8: isUtf8(bytes, 0, bytes.length), isCut };
}

/** A row as quarantine keeps it, or the beginning of that: its text, or base64 if it is not UTF-8. */
export function rawOf({ bytes, text, isUtf8, isCut }: RowText): string {
  if (isUtf8) return text;
  return (isCut ? bytes.subarray(0, START_BYTES) : bytes).toBase64();
}

/** Reasons that lie in the row's bytes as a whole: not UTF-8, or too many of them. */
export function wholeRowReasons(row: RowText): Reason[] {
  const reasons: Reason[] = [];
  if (!row.isUtf8) reasons.push(reason("row.encoding", null, null));
  if (row.bytes.length > MAX_ROW_BYTES) {
    reasons.push(reason("row.too_long", null, `${row.bytes.length} bytes`));
  }
  return reasons;
}

/** Takes the rows of an input, in their order. */
export interface RowSink {
  /** Rows that a fast scanner took, each on one line of its own. */
  readonly fastRows: number;
  /** Line breaks passed by the slow reading. */
  lineBreaks: number;
  /** Whether a JSON array's closing bracket came after the last row; null while neither has come. */
  isArrayClosed: boolean | null;
  accept(view: View): void;
  exclude(id: ExclusionId, watchMinutes: number): void;
  /** `lineInBlock`: line breaks before the row. */
  reject(row: RowText, offset: number, lineInBlock: number, reasons: readonly Reason[]): void;
}
