// Looks at an input's beginning: its header, its layout, and where its first row starts.

import { InputError } from "../../domain/errors.ts";
import { readCsvHeader } from "../transform/csv_header.ts";
import { isBlank, readCsvRow } from "../transform/scan/read_csv_row.ts";
import { splitCsvRow } from "../transform/split_csv_row.ts";
import type { InputLayout } from "../workers/etl_protocol.ts";
import type { ScannableInput } from "./scan_inputs.ts";

/** Longest header (or white space before a JSON array) that is looked for. */
const HEAD_BYTES = 1 << 20;
const LF = 10, OPEN_BRACKET = 91;

/** An input opened as a plain file. */
export interface PlainInput {
  readonly path: string;
  readonly dataPath: string;
  readonly dataBytes: number;
  readonly format: "csv" | "ndjson" | "json";
}

/** An input as the scan needs it, and what the report says of it. */
export interface DescribedInput extends ScannableInput {
  /** Header columns that nothing uses. */
  readonly ignoredColumns: readonly string[];
}

/** Reads the beginning of an input. @throws {InputError} when it cannot be what it claims to be */
export function describeInput(input: PlainInput): DescribedInput {
  const head = readHead(input);
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  if (input.format === "csv") return describeCsv(input, head, start);
  const firstRowAt = input.format === "json" ? behindBracket(input, head, start) : start;
  return {
    ...input,
    layout: { kind: input.format },
    firstRowAt,
    firstRowLine: 1 + countLines(head, firstRowAt),
    ignoredColumns: [],
  };
}

function describeCsv(input: PlainInput, head: Uint8Array, start: number): DescribedInput {
  const isLast = head.length === input.dataBytes;
  let from = start;
  let row = readCsvRow(head, from, head.length, isLast);
  while (row.kind === "row" && row.end < row.next && isBlank(head, from, row.end)) {
    from = row.next;
    row = readCsvRow(head, from, head.length, isLast);
  }
  if (row.kind === "row" && row.end === from) {
    throw new InputError(
      `Cannot read ${input.path} as it is empty: a CSV file starts with a header that names its columns`,
    );
  }
  const cells = row.kind === "row" && row.wellQuoted
    ? splitCsvRow(new TextDecoder().decode(head.subarray(from, row.end)))
    : null;
  if (row.kind === "incomplete" || cells === null) {
    throw new InputError(
      `Cannot read ${input.path} as its first line is no CSV header: check its quotes, or name the file .ndjson or .json if it is one`,
    );
  }
  const header = readCsvHeader(cells);
  if (header.kind === "refused") {
    throw new InputError(`Cannot read ${input.path} as ${header.message}`);
  }
  const layout: InputLayout = header;
  return {
    ...input,
    layout,
    firstRowAt: row.next,
    firstRowLine: 1 + countLines(head, row.next),
    ignoredColumns: header.ignored,
  };
}

function behindBracket(input: PlainInput, head: Uint8Array, start: number): number {
  let p = start;
  while (p < head.length && (head[p] === 32 || (head[p] >= 9 && head[p] <= 13))) p++;
  if (head[p] !== OPEN_BRACKET) {
    throw new InputError(
      `Cannot read ${input.path} as a JSON array as it does not start with "[": name the file .ndjson if it has one object a line`,
    );
  }
  return p + 1;
}

function readHead(input: PlainInput): Uint8Array {
  const head = new Uint8Array(Math.min(HEAD_BYTES, input.dataBytes));
  const file = Deno.openSync(input.dataPath, { read: true });
  try {
    let length = 0;
    for (;;) {
      const count = length < head.length ? file.readSync(head.subarray(length)) : null;
      if (count === null) return head.subarray(0, length);
      length += count;
    }
  } finally {
    file.close();
  }
}

function countLines(bytes: Uint8Array, end: number): number {
  let lines = 0;
  for (let p = 0; p < end; p++) if (bytes[p] === LF) lines++;
  return lines;
}
