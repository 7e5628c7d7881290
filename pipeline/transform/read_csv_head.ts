// Reads the beginning of a CSV file: how it is written, what its header means, where its first row starts.

import {
  CSV_SEPARATORS,
  type CsvForm,
  type CsvSeparator,
  marksOf,
  separatorDeclaration,
  USUAL_FORM,
} from "./csv_form.ts";
import { type CsvColumns, type CsvHeader, readCsvHeader } from "./csv_header.ts";
import { explainHeader, gluedHeader } from "./explain_header.ts";
import { findLineEnd } from "./find_line_end.ts";
import { isBlank, readCsvRow } from "./scan/read_csv_row.ts";
import { splitCsvRow } from "./split_csv_row.ts";

/** Bytes of a beginning within which a header must end. */
export const CSV_HEAD_BYTES = 1 << 20;

/** How a file is written, as far as its beginning tells: what marks decimals, only its rows do. */
export type HeadForm = Omit<CsvForm, "decimalMark">;

/** What the beginning of a CSV file says, or why it is none of views. */
export type CsvHead =
  | {
    readonly kind: "header";
    readonly form: HeadForm;
    /** The header's names as they stand there. */
    readonly cells: readonly string[];
    readonly layout: CsvColumns;
    /** Names of the columns that nothing uses. */
    readonly ignored: readonly string[];
    readonly firstRowAt: number;
    /** 1-based line on which the first row starts. */
    readonly firstRowLine: number;
  }
  /** `message` completes `Cannot read FILE as …`. */
  | { readonly kind: "refused"; readonly message: string };

const EMPTY = "it is empty: a CSV file starts with a header that names its columns";
const NO_HEADER =
  "its first line is no CSV header: check its quotes, or name the file .ndjson or .json if it is one";

/** Reads `head`, the first {@link CSV_HEAD_BYTES} of a file or all of it (`isLast`). */
export function readCsvHead(head: Uint8Array, isLast: boolean): CsvHead {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const reader = new HeadReader(head, isLast, findLineEnd(head, start));
  const first = reader.skipBlank(start);
  if (first === head.length && isLast) return { kind: "refused", message: EMPTY };
  const declared = reader.declaration(first);
  if (declared === null) return reader.read(first, CSV_SEPARATORS);
  const { separator, next } = declared;
  if (separator === null) {
    return {
      kind: "refused",
      message: `its separator must be a comma, a semicolon or a tab: current value is ` +
        JSON.stringify(declared.text),
    };
  }
  const others = CSV_SEPARATORS.filter((other) => other !== separator);
  return reader.read(reader.skipBlank(next), [separator, ...others]);
}

/** A row that was read as a header, in one of the ways to read it. */
interface HeaderRow {
  readonly separator: CsvSeparator;
  readonly text: string;
  readonly cells: readonly string[];
  readonly header: CsvHeader;
  readonly next: number;
}

class HeadReader {
  readonly #head: Uint8Array;
  readonly #isLast: boolean;
  readonly #lineEnd: CsvForm["lineEnd"];

  constructor(head: Uint8Array, isLast: boolean, lineEnd: CsvForm["lineEnd"]) {
    this.#head = head;
    this.#isLast = isLast;
    this.#lineEnd = lineEnd;
  }

  /** Where the first line at or after `start` is that is not blank. */
  skipBlank(start: number): number {
    for (let from = start;;) {
      const { end, next } = this.#line(from);
      if (next === from || !isBlank(this.#head, from, end)) return from;
      from = next;
    }
  }

  /** What a `sep=` at `start` says, its separator null when it is none that can be read. */
  declaration(start: number) {
    const { end, next } = this.#line(start);
    const text = new TextDecoder().decode(this.#head.subarray(start, Math.min(end, start + 64)));
    const named = separatorDeclaration(text);
    if (named === null) return null;
    const separator = CSV_SEPARATORS.find((one) => one === named) ?? null;
    return { separator, text, next };
  }

  /** Reads the header at `start` with the first of these separators that makes one of it. */
  read(start: number, separators: readonly CsvSeparator[]): CsvHead {
    if (start === this.#head.length && this.#isLast) return { kind: "refused", message: EMPTY };
    const rows = separators.flatMap((separator) => this.#headerRow(start, separator) ?? []);
    if (rows.some((row) => this.#isMixed(row))) return { kind: "refused", message: MIXED };
    const row = rows.find(({ header }) => header.kind !== "refused");
    if (row === undefined || row.header.kind === "refused") {
      if (rows.length === 0) return { kind: "refused", message: NO_HEADER };
      return { kind: "refused", message: explainHeader(rows) };
    }
    const problem = gluedHeader(row.cells);
    if (problem !== null) return { kind: "refused", message: problem };
    const { ignored, ...layout } = row.header;
    return {
      kind: "header",
      form: { separator: row.separator, lineEnd: this.#lineEnd },
      cells: row.cells,
      layout,
      ignored,
      firstRowAt: row.next,
      firstRowLine: 1 + this.#lineEndsBefore(row.next),
    };
  }

  #headerRow(start: number, separator: CsvSeparator): HeaderRow | null {
    const head = this.#head;
    const marks = marksOf({ ...USUAL_FORM, separator, lineEnd: this.#lineEnd });
    const row = readCsvRow(head, start, head.length, this.#isLast, marks);
    if (row.kind === "incomplete" || !row.wellQuoted) return null;
    const text = new TextDecoder().decode(head.subarray(start, row.end));
    const cells = splitCsvRow(text, separator);
    if (cells === null) return null;
    return { separator, text, cells, header: readCsvHeader(cells), next: row.next };
  }

  /** Whether a CR ends the header although line feeds end rows: the row behind it would be lost. */
  #isMixed({ text, separator }: HeaderRow): boolean {
    const end = text.indexOf("\r");
    if (this.#lineEnd === "\r" || end < 0) return false;
    const cells = splitCsvRow(text.slice(0, end), separator);
    return cells !== null && readCsvHeader(cells).kind !== "refused";
  }

  #line(start: number): { readonly end: number; readonly next: number } {
    const head = this.#head, byte = this.#lineEnd.charCodeAt(0);
    const at = head.indexOf(byte, start);
    if (at < 0) return { end: head.length, next: head.length };
    return { end: this.#lineEnd === "\n" && head[at - 1] === 13 ? at - 1 : at, next: at + 1 };
  }

  #lineEndsBefore(end: number): number {
    const byte = this.#lineEnd.charCodeAt(0);
    let count = 0;
    for (let p = 0; p < end; p++) if (this.#head[p] === byte) count++;
    return count;
  }
}

const MIXED = "some of its lines end in a CR alone and others do not: save it with one kind of " +
  "line end";
