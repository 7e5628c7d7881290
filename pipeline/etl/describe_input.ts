// Looks at an input's beginning: its header, its layout, and where its first row starts.

import { readHead } from "../../lake/disk/open_file.ts";
import { InputError } from "../../domain/errors.ts";
import { UnknownInputError } from "../io/unknown_input_error.ts";
import { CSV_HEAD_BYTES, readCsvHead } from "../transform/read_csv_head.ts";
import { wrappedJsonReason } from "../transform/wrapped_json.ts";
import type { ScannableInput } from "./scan_inputs.ts";
import { findDecimalMark, findLocalDates } from "./survey_csv.ts";

/** Longest header (or white space before a JSON array) that is looked for. */
const HEAD_BYTES = CSV_HEAD_BYTES;
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

/**
 * Reads the beginning of an input.
 * @throws {UnknownInputError} when it begins like no input
 * @throws {InputError} when it is one, and nobody can be sure how to read it
 */
export function describeInput(input: PlainInput): DescribedInput {
  const head = readHead(input.dataPath, Math.min(HEAD_BYTES, input.dataBytes));
  if (input.format === "csv") return describeCsv(input, head);
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  if (input.format === "ndjson") refuseWrapped(input, head);
  const firstRowAt = input.format === "json" ? behindBracket(input, head, start) : start;
  return {
    ...input,
    layout: { kind: input.format },
    firstRowAt,
    firstRowLine: 1 + countLines(head, firstRowAt),
    ignoredColumns: [],
  };
}

function describeCsv(input: PlainInput, head: Uint8Array): DescribedInput {
  const read = readCsvHead(head, head.length === input.dataBytes);
  if (read.kind === "refused") {
    throw new UnknownInputError(input.path, read.message);
  }
  const { form, layout, firstRowAt, firstRowLine, ignored } = read;
  const found = { ...input, firstRowAt, firstRowLine, ignoredColumns: ignored };
  const asIs = { ...layout, form: { ...form, decimalMark: "." as const } };
  if (layout.kind === "netflix") {
    const localDates = findLocalDates({ ...found, layout: asIs }, layout.columns.start);
    if (localDates === null) return { ...found, layout: asIs };
    if ("problem" in localDates) {
      throw new InputError(`Cannot read ${input.path} as ${localDates.problem}`);
    }
    return { ...found, layout: { ...asIs, ...layout, localDates } };
  }
  if (form.separator === ",") return { ...found, layout: asIs };
  const duration = layout.columns.watch_duration_minutes;
  const decimalMark = findDecimalMark({ ...found, layout: asIs }, duration);
  return { ...found, layout: { ...layout, form: { ...form, decimalMark } } };
}

/** Rows that are broken are quarantined; a whole file of another form is told at once. */
function refuseWrapped({ path, dataBytes }: PlainInput, head: Uint8Array): void {
  const isWhole = head.length === dataBytes;
  const reason = wrappedJsonReason(new TextDecoder().decode(head), isWhole);
  if (reason !== null) throw new UnknownInputError(path, reason);
  if (isCsv(head, isWhole)) throw new UnknownInputError(path, "it is CSV: name the file .csv");
}

/** Whether the first line is a header of views, which no object or array is. */
function isCsv(head: Uint8Array, isWhole: boolean): boolean {
  const first = new TextDecoder().decode(head.subarray(0, 64)).trimStart()[0];
  return first !== "{" && first !== "[" && readCsvHead(head, isWhole).kind === "header";
}

function behindBracket(input: PlainInput, head: Uint8Array, start: number): number {
  let p = start;
  while (p < head.length && (head[p] === 32 || (head[p] >= 9 && head[p] <= 13))) p++;
  if (head[p] !== OPEN_BRACKET) {
    if (isCsv(head, head.length === input.dataBytes)) {
      throw new UnknownInputError(input.path, "it is CSV: name the file .csv");
    }
    throw new UnknownInputError(
      input.path,
      'a JSON array as it does not start with "[": name the file .ndjson if it has one object a line',
    );
  }
  return p + 1;
}

function countLines(bytes: Uint8Array, end: number): number {
  let lines = 0;
  for (let p = 0; p < end; p++) if (bytes[p] === LF) lines++;
  return lines;
}
