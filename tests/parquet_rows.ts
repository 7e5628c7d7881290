// Rows of the output as plain objects: made into row groups, and read back from a file.

import { Buffer } from "node:buffer";
import { parquetReadObjects } from "hyparquet";
import { type Dimension, forDimensions } from "../domain/columns.ts";
import { asyncBufferFromFile } from "../pipeline/io/parquet/async_buffer_from_file.ts";
import type { RowGroupInput, StringTable } from "../pipeline/io/parquet/encode_row_group.ts";
import { shiftTexts } from "../pipeline/transform/scan/episode_codes.ts";
import type { TextTable } from "../pipeline/transform/scan/sort_texts.ts";
import { parquetDecompressors } from "../pipeline/io/parquet/parquet_decompressors.ts";

/** A row of the output, as hyparquet reads it. */
export interface ParquetRow extends Readonly<Partial<Record<Dimension, string | null>>> {
  readonly user_id: string;
  readonly show_name: string;
  readonly watch_duration_minutes: number;
  readonly watch_date: Date;
  readonly completion_rate: number | null;
  readonly is_binge_session: boolean;
  readonly engagement_score: number | null;
  readonly processed_at: Date;
  readonly episode: string | null;
  readonly sitting_start: Date;
}

/** The rows, which must be in order of their users, as the encoder wants them. */
export function rowGroupOf(rows: readonly ParquetRow[]): RowGroupInput {
  const users = textColumn(rows.map((row) => row.user_id));
  const shows = textColumn(rows.map((row) => row.show_name));
  const episodes = optionalColumn(rows.map((row) => row.episode));
  const dimensions = forDimensions((name) => optionalColumn(rows.map((row) => row[name] ?? null)));
  return {
    rows: rows.length,
    userCodes: users.codes,
    users: users.table,
    showCodes: shows.codes,
    shows: shows.table,
    watchMinutes: Float64Array.from(rows, (row) => row.watch_duration_minutes),
    startMs: Float64Array.from(rows, (row) => row.watch_date.getTime()),
    completionRates: Float64Array.from(rows, (row) => row.completion_rate ?? NaN),
    isBinge: Uint8Array.from(rows, (row) => row.is_binge_session ? 1 : 0),
    engagementScores: Float64Array.from(rows, (row) => row.engagement_score ?? NaN),
    processedAtMs: rows[0].processed_at.getTime(),
    episodeCodes: episodes.codes,
    episodes: episodes.table,
    dimensionCodes: forDimensions((name) => dimensions[name].codes),
    dimensions: forDimensions((name) => dimensions[name].table),
    sittingStartMs: Float64Array.from(rows, (row) => row.sitting_start.getTime()),
  };
}

/** All rows of a Parquet file; with `columns` only these are read. */
export async function readParquetRows(
  path: string,
  columns?: (keyof ParquetRow)[],
): Promise<ParquetRow[]> {
  const file = asyncBufferFromFile(path);
  const only = columns === undefined ? {} : { columns };
  try {
    const rows: unknown[] = await parquetReadObjects({
      file,
      compressors: parquetDecompressors,
      ...only,
    });
    return rows as ParquetRow[];
  } finally {
    file.close();
  }
}

function textColumn(texts: readonly string[]): { codes: Uint32Array; table: TextTable } {
  const encoder = new TextEncoder();
  const distinct = [...new Set(["", ...texts])]
    .map((text) => ({ text, bytes: encoder.encode(text) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const offsets = new Float64Array(distinct.length + 1);
  distinct.forEach(({ bytes }, code) => offsets[code + 1] = offsets[code] + bytes.length);
  const bytes = new Uint8Array(new SharedArrayBuffer(offsets[distinct.length]));
  distinct.forEach((text, code) => bytes.set(text.bytes, offsets[code]));
  const codeOf = new Map(distinct.map(({ text }, code) => [text, code]));
  return { codes: Uint32Array.from(texts, (text) => codeOf.get(text)!), table: { bytes, offsets } };
}

function optionalColumn(
  texts: readonly (string | null)[],
): { codes: Uint32Array | null; table: StringTable | null } {
  if (texts.every((text) => text === null)) return { codes: null, table: null };
  const { codes, table } = textColumn(texts.map((text) => text ?? ""));
  // Code 0 is null; the empty text is the one after it.
  return {
    codes: codes.map((code, row) => texts[row] === null ? 0 : code + 1),
    table: shiftTexts(table),
  };
}
