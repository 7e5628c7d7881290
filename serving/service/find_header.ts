// The header of a CSV file that rows came from: it names the cells of its quarantined rows.

import { isInputName } from "../../domain/input_name.ts";
import { readPlainHead } from "../../pipeline/io/read_plain_head.ts";
import type { RowHeader } from "../../pipeline/repair/row_fields.ts";
import { readCsvHead } from "../../pipeline/transform/read_csv_head.ts";

/** The names of the cells of a source's rows; null when it has no header, or is not there any more. */
export type HeaderFinder = (source: string) => Promise<RowHeader | null>;

/** A header is within so many bytes, or it is not looked for. */
const MAX_HEADER_BYTES = 65_536;
const KEPT_MS = 30_000, MAX_KEPT = 500;
/** JSON has no header. */
const JSON_NAME = /\.(?:ndjson|jsonl|json)(?:\.[a-z]+)?$/i;

/** Finds headers where the sources' paths lead; what was found holds for a while. */
export function createHeaderFinder(nowMs: () => number): HeaderFinder {
  const kept = new Map<string, { readonly untilMs: number; readonly header: RowHeader | null }>();
  return async (source) => {
    if (!isInputName(source) || JSON_NAME.test(source)) return null;
    const known = kept.get(source);
    if (known !== undefined && known.untilMs > nowMs()) return known.header;
    const header = await readHeader(source).catch(() => null);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(source, { untilMs: nowMs() + KEPT_MS, header });
    return header;
  };
}

/** Null unless the first line names the columns of views: nothing else of a file is ever told. */
async function readHeader(path: string): Promise<RowHeader | null> {
  const head = readCsvHead(await readPlainHead(path, MAX_HEADER_BYTES), false);
  return head.kind === "refused" ? null : { names: head.cells, separator: head.form.separator };
}
