// Reads back what was written: every file must be whole, and all of them hold the rows that were accepted.

import { asyncBufferFromFile } from "../io/parquet/async_buffer_from_file.ts";
import type { ExpectationResult } from "../../domain/report.ts";
import { parquetMetadataAsync, type ParquetParsers, parquetReadObjects } from "hyparquet";
import { parquetDecompressors } from "../io/parquet/parquet_decompressors.ts";
import type { WrittenFile } from "./write_output.ts";

/** Rows that are decoded at a file's beginning and end. */
const PROBE_ROWS = 1_000;
/** A page is decoded as a whole, and only counted here: its instants need not become dates. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (instant) => instant as unknown as Date,
};

/** The check as an expectation, so that it stands in the report with the others. */
export async function verifyOutput(
  files: readonly WrittenFile[],
  acceptedRows: number,
): Promise<ExpectationResult> {
  const base = {
    id: "output.readable",
    description: "The output is read back from disk and holds every accepted row",
    limit: `= ${acceptedRows}`,
    unit: "rows" as const,
    severity: "error" as const,
  };
  try {
    let rows = 0;
    for (const file of files) rows += await readBack(file);
    return { ...base, observed: rows, passed: rows === acceptedRows };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...base, observed: why, passed: false };
  }
}

/** The rows that a file says it has, once its first and last ones are decoded. */
async function readBack({ path, bytes, rows }: WrittenFile): Promise<number> {
  const file = asyncBufferFromFile(path);
  try {
    if (file.byteLength !== bytes) {
      throw new Error(`${bytes} bytes were written to ${path}, ${file.byteLength} are there`);
    }
    const metadata = await parquetMetadataAsync(file);
    for (const rowStart of new Set([0, Math.max(0, rows - PROBE_ROWS)])) {
      const rowEnd = Math.min(rows, rowStart + PROBE_ROWS);
      const probe = await parquetReadObjects({
        file,
        metadata,
        rowStart,
        rowEnd,
        columns: ["user_id", "watch_date"],
        compressors: parquetDecompressors,
        parsers: PARSERS,
      });
      if (probe.length !== rowEnd - rowStart) {
        throw new Error(`${path} decodes to ${probe.length} rows, not ${rowEnd - rowStart}`);
      }
    }
    return Number(metadata.num_rows);
  } finally {
    file.close();
  }
}
