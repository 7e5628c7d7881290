// The header of a CSV file that rows came from: it names the cells of its quarantined rows.

import type { RowHeader } from "../../pipeline/repair/row_fields.ts";
import { readCsvHead } from "../../pipeline/transform/read_csv_head.ts";

/** The names of the cells of a source's rows; null when it has no header, or is not there any more. */
export type HeaderFinder = (source: string) => Promise<RowHeader | null>;

/** A header is within so many bytes, or it is not looked for. */
const MAX_HEADER_BYTES = 65_536;
const KEPT_MS = 30_000, MAX_KEPT = 500;
const CSV_NAME = /\.csv(\.gz)?$/i;

/** Finds headers where the sources' paths lead; what was found holds for a while. */
export function createHeaderFinder(nowMs: () => number): HeaderFinder {
  const kept = new Map<string, { readonly untilMs: number; readonly header: RowHeader | null }>();
  return async (source) => {
    if (!CSV_NAME.test(source)) return null;
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
  const head = readCsvHead(await readStart(path), false);
  return head.kind === "refused" ? null : { names: head.cells, separator: head.form.separator };
}

async function readStart(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path, { read: true });
  const bytes = new Uint8Array(MAX_HEADER_BYTES);
  const size = await file.read(bytes) ?? 0;
  const start = bytes.subarray(0, size);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return start;
  const unpacked = new Blob([start]).stream().pipeThrough(new DecompressionStream("gzip"));
  const reader = unpacked.getReader();
  const { value } = await reader.read();
  await reader.cancel().catch(() => {}); // the file goes on where it was cut
  return value ?? new Uint8Array();
}
