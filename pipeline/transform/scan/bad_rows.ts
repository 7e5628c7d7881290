// The bad rows of one block of input, each as the quarantine line that it will be but for its beginning:
// a block knows neither its source's name nor its first line, and texts travel cheaply between threads.

import {
  type QuarantinedRow,
  type Reason,
  RULE_EXPECTATIONS,
  RULE_IDS,
} from "../../../domain/rule.ts";

/** Bad rows in columns, in the order of the input. */
export interface BadRows {
  /** Line breaks between the block's start and each row. */
  readonly linesInBlock: readonly number[];
  /** Index in RULE_IDS of each row's first reason, the one that is counted. */
  readonly rules: readonly number[];
  /** What follows `{"source":…,"line":…` of each row, with a line feed between rows. */
  readonly endings: string;
  /** Rows whose text is not in their endings, in the order of the input. */
  readonly long: readonly LongRow[];
}

/** A bad row that is too long to be taken along; its text is read from the input again. */
export interface LongRow {
  /** Which of the block's bad rows it is. */
  readonly index: number;
  /** Byte of the input at which it starts. */
  readonly offset: number;
  readonly sizeBytes: number;
  readonly isBase64: boolean;
  /** The beginning of `raw`. */
  readonly start: string;
}

/** Gathers bad rows. */
export class BadRowList {
  readonly #linesInBlock: number[] = [];
  readonly #rules: number[] = [];
  /** One growing text: it is put together once, when it is sent. */
  #endings = "";
  readonly #long: LongRow[] = [];

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
    const separator = this.#endings === "" ? "" : "\n";
    this.#endings += `${separator},"offset":${row.offset},"reasons":${reasonsJson(reasons)},"raw":${
      JSON.stringify(row.raw)
    }${encoding}}`;
  }

  /** Adds a row by its place in the input; `start`: the beginning of its `raw`. */
  addLong(
    row: Omit<LongRow, "index">,
    lineInBlock: number,
    reasons: readonly Reason[],
  ): void {
    this.#long.push({ ...row, index: this.length });
    this.add({ ...row, raw: "" }, lineInBlock, reasons);
  }

  /** The rows in the form in which they are sent to another thread. */
  take(): BadRows {
    return {
      linesInBlock: this.#linesInBlock,
      rules: this.#rules,
      endings: this.#endings,
      long: this.#long,
    };
  }
}

const EXPECTED_JSON = RULE_IDS.map((rule) => JSON.stringify(RULE_EXPECTATIONS[rule]));

/** As `JSON.stringify()`, in half the time: only values need to be looked at. */
function reasonsJson(reasons: readonly Reason[]): string {
  let json = "";
  for (const { rule, field, value } of reasons) {
    const name = field === null ? "null" : `"${field}"`;
    const expected = EXPECTED_JSON[RULE_IDS.indexOf(rule)];
    json += `${json === "" ? "[" : ","}{"rule":"${rule}","field":${name},"value":${
      JSON.stringify(value)
    },"expected":${expected}}`;
  }
  return json + "]";
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

/** The line of a row without its text, as what stands before that and what behind. */
export function aroundLongRow(line: string, { isBase64 }: LongRow): [string, string] {
  const tail = isBase64 ? '","encoding":"base64"}' : '"}';
  return [line.slice(0, -tail.length), tail];
}

/** A quarantine line as the row that it tells of. */
export function parseQuarantineLine(line: string): QuarantinedRow {
  return JSON.parse(line);
}
