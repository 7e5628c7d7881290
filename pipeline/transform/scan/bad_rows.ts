// The bad rows of one block of input, each as the quarantine line that it will be but for its beginning:
// a block knows neither its source's name nor its first line, and texts travel cheaply between threads.

import { type QuarantinedRow, type Reason, RULE_IDS } from "../../../domain/rule.ts";

/** Bad rows in columns, in the order of the input. */
export interface BadRows {
  /** Line breaks between the block's start and each row. */
  readonly linesInBlock: readonly number[];
  /** Index in RULE_IDS of each row's first reason, the one that is counted. */
  readonly rules: readonly number[];
  /** What follows `{"source":…,"line":…` of each row, with a line feed between rows. */
  readonly endings: string;
}

/** Gathers bad rows. */
export class BadRowList {
  readonly #linesInBlock: number[] = [];
  readonly #rules: number[] = [];
  readonly #endings: string[] = [];

  /** Rows so far. */
  get length(): number {
    return this.#rules.length;
  }

  /** Adds a row. `raw` is its text, or base64 of its bytes when they are not UTF-8. */
  add(
    row: { readonly offset: number; readonly raw: string; readonly isBase64: boolean },
    lineInBlock: number,
    reasons: readonly Reason[],
  ): void {
    this.#linesInBlock.push(lineInBlock);
    this.#rules.push(RULE_IDS.indexOf(reasons[0].rule));
    const encoding = row.isBase64 ? ',"encoding":"base64"' : "";
    this.#endings.push(
      `,"offset":${row.offset},"reasons":${JSON.stringify(reasons)},"raw":${
        JSON.stringify(row.raw)
      }${encoding}}`,
    );
  }

  /** The rows in the form in which they are sent to another thread. */
  take(): BadRows {
    return {
      linesInBlock: this.#linesInBlock,
      rules: this.#rules,
      endings: this.#endings.join("\n"),
    };
  }
}

/** The quarantine lines of a block's bad rows. */
export function quarantineLines(
  { linesInBlock, endings }: BadRows,
  { source, firstLine }: { readonly source: string; readonly firstLine: number },
): string[] {
  if (linesInBlock.length === 0) return [];
  const beginning = `{"source":${JSON.stringify(source)},"line":`;
  return endings.split("\n").map((ending, index) =>
    `${beginning}${firstLine + linesInBlock[index]}${ending}`
  );
}

/** A quarantine line as the row that it tells of. */
export function parseQuarantineLine(line: string): QuarantinedRow {
  return JSON.parse(line);
}
