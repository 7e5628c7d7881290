// Looks through the rows of a CSV before they are read, for what no row tells alone: which mark decimals
// have, in which order dates are written.

import { OpenFile } from "../../lake/disk/open_file.ts";
import { FileWindow } from "../io/file_window.ts";
import type { BlockScanner } from "../transform/scan/block_window.ts";
import { type CsvForm, marksOf } from "../transform/csv_form.ts";
import type { CsvLayout } from "../transform/csv_header.ts";
import { readCsvRow } from "../transform/scan/read_csv_row.ts";
import { runBlock } from "../transform/scan/run_block.ts";
import { DateOrderEvidence, type LocalDates } from "../transform/local_date.ts";
import { splitCsvRow } from "../transform/split_csv_row.ts";
import { parseInstant } from "../../domain/instant.ts";
import { MAX_ROW_BYTES } from "../../domain/rule.ts";

/** A CSV whose header was read. */
export interface SurveyedCsv {
  readonly dataPath: string;
  readonly dataBytes: number;
  readonly firstRowAt: number;
  readonly layout: CsvLayout;
}

/** Bytes that are looked at in one piece. */
const PIECE_BYTES = 1 << 20;
const COMMA = 44;

/**
 * Shows `look` the cells of each row that has as many as the header, in the order of the file, until it
 * answers false: it has seen enough. Rows that cannot be split are passed over.
 */
export function surveyCsv(
  { dataPath, dataBytes, firstRowAt, layout }: SurveyedCsv,
  look: (cells: readonly string[]) => boolean,
): void {
  const marks = marksOf(layout.form);
  let isEnough = false;
  const decoder = new TextDecoder();
  const scan: BlockScanner = ({ bytes, length, isLast }, { from, stop }) => {
    let p = from;
    while (p < stop) {
      const row = readCsvRow(bytes, p, length, isLast, marks);
      if (row.kind === "incomplete") return p;
      const cells = row.wellQuoted && row.end - p <= MAX_ROW_BYTES
        ? splitCsvRow(decoder.decode(bytes.subarray(p, row.end)), layout.form.separator)
        : null;
      if (cells?.length === layout.width && !look(cells)) {
        isEnough = true;
        return stop;
      }
      p = row.next;
    }
    return p;
  };
  const window = new FileWindow(dataPath, dataBytes);
  try {
    for (let from = firstRowAt; from < dataBytes && !isEnough;) {
      const block = { from, stop: Math.min(from + PIECE_BYTES, dataBytes), start: from };
      window.moveTo(from, block.stop);
      from = Math.max(runBlock(scan, window, block, marks.lineEnd).end, block.stop);
    }
  } finally {
    window.close();
  }
}

/**
 * What marks decimals in a file's durations, which stand in column `duration`: a comma when there are such
 * and no duration has a point.
 */
export function findDecimalMark(csv: SurveyedCsv, duration: number): CsvForm["decimalMark"] {
  if (!hasCommaAtDigit(csv)) return ".";
  let hasComma = false, hasPoint = false;
  surveyCsv(csv, (cells) => {
    const text = cells[duration]!;
    hasPoint ||= text.includes(".");
    hasComma ||= text.includes(",");
    return !hasPoint;
  });
  return hasComma && !hasPoint ? "," : ".";
}

/** Whether a comma stands beside a digit anywhere: bytes are searched much faster than rows are read. */
function hasCommaAtDigit({ dataPath, firstRowAt }: SurveyedCsv): boolean {
  using file = new OpenFile(dataPath);
  const bytes = new Uint8Array(PIECE_BYTES);
  // The last two bytes of a piece stand before the next one, so that a comma has both its neighbours.
  for (let kept = 0, from = firstRowAt;;) {
    const count = file.readAt(from, bytes.subarray(kept));
    if (count === 0) return false;
    from += count;
    const length = kept + count;
    for (let at = bytes.indexOf(COMMA); at >= 0 && at < length; at = bytes.indexOf(COMMA, at + 1)) {
      if (isDigit(bytes[at - 1]) || (at + 1 < length && isDigit(bytes[at + 1]))) return true;
    }
    kept = Math.min(2, length);
    bytes.copyWithin(0, length - kept, length);
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/** A spreadsheet rewrites all dates of a file, so the first rows tell whether it did. */
const TELLING_ROWS = 1_000;

/**
 * How a file writes its dates, which stand in column `date`, when a spreadsheet wrote them; null when
 * they have the usual forms. A `problem` completes `Cannot read FILE as …`.
 */
export function findLocalDates(
  csv: SurveyedCsv,
  date: number,
): LocalDates | { readonly problem: string } | null {
  const evidence = new DateOrderEvidence();
  let rows = 0;
  surveyCsv(csv, (cells) => {
    const text = cells[date]!.trim();
    evidence.add(text, !Number.isNaN(parseInstant(text)));
    return evidence.hasLocalDates || ++rows < TELLING_ROWS;
  });
  return evidence.hasLocalDates ? evidence.conclude() : null;
}
