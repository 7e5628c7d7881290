// Encodes a row group: enriched views in columns become compressed Parquet pages.

import type { TextTable } from "../../transform/scan/text_interner.ts";
import { ColumnEncoder, type RelativeChunk } from "./column_encoder.ts";
import type { Compression } from "./page_writer.ts";

export type { Compression } from "./page_writer.ts";

/** Rows by column, sorted by user. Text codes are in byte order; code 0 is null in optional columns. */
export interface RowGroupInput {
  readonly rows: number;
  readonly userCodes: Uint32Array;
  readonly users: TextTable;
  readonly showCodes: Uint32Array;
  readonly shows: TextTable;
  readonly watchMinutes: Float64Array;
  /** Instants are integer milliseconds since 1970 UTC. */
  readonly startMs: Float64Array;
  /** NaN is null. */
  readonly completionRates: Float64Array;
  /** 0 or 1. */
  readonly isBinge: Uint8Array;
  /** NaN is null. */
  readonly engagementScores: Float64Array;
  readonly processedAtMs: number;
  /** Null when the whole column is. */
  readonly episodeCodes: Uint32Array | null;
  readonly episodes: TextTable;
  readonly deviceCodes: Uint32Array | null;
  readonly devices: TextTable;
  readonly countryCodes: Uint32Array | null;
  readonly countries: TextTable;
  readonly sittingStartMs: Float64Array;
}

/** A row group's bytes, and its columns with offsets relative to them. */
export interface EncodedRowGroup {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly uncompressedBytes: number;
  readonly columns: readonly RelativeChunk[];
}

/** Encodes the columns of the output in their order. */
export function encodeRowGroup(
  input: RowGroupInput,
  options: { readonly compression: Compression },
): EncodedRowGroup {
  const { rows } = input;
  const encoder = new ColumnEncoder(rows, options.compression);
  const optionalText = (
    column: "episode" | "device" | "country",
    codes: Uint32Array | null,
    table: TextTable,
  ) => {
    if (codes === null) encoder.allNull(column);
    else encoder.text(column, codes, { table, isOptional: true });
  };
  encoder.text("user_id", input.userCodes, { table: input.users, isOptional: false });
  encoder.text("show_name", input.showCodes, { table: input.shows, isOptional: false });
  encoder.doubles("watch_duration_minutes", input.watchMinutes, false);
  encoder.instants("watch_date", input.startMs);
  encoder.doubles("completion_rate", input.completionRates, true);
  encoder.booleans("is_binge_session", input.isBinge);
  encoder.doubles("engagement_score", input.engagementScores, true);
  encoder.instants("processed_at", new Float64Array(rows).fill(input.processedAtMs));
  optionalText("episode", input.episodeCodes, input.episodes);
  optionalText("device", input.deviceCodes, input.devices);
  optionalText("country", input.countryCodes, input.countries);
  encoder.instants("sitting_start", input.sittingStartMs);
  return { ...encoder.finish(), rows, columns: encoder.chunks };
}
