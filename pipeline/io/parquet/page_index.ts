// Where the pages of a column chunk are and what the least and the greatest value of each is: Parquet's
// page index, in Thrift's compact protocol.

import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { serializeTCompactProtocol } from "hyparquet-writer/src/thrift.js";

/** A data page. */
export interface PageLocation {
  /** Of its header. */
  readonly offset: number;
  /** Header included. */
  readonly sizeBytes: number;
  /** In the row group. */
  readonly firstRow: number;
}

/** The least and the greatest value of a page that has no null, in the encoding PLAIN. */
export interface PageBounds {
  readonly min: Uint8Array;
  readonly max: Uint8Array;
}

/** The pages of a column chunk in their order; bounds are only kept of columns that rows are sorted by. */
export interface PageIndex {
  readonly locations: readonly PageLocation[];
  readonly bounds: readonly PageBounds[];
}

const UNORDERED = 0, ASCENDING = 1;

/** The OffsetIndex; what was located from the row group's first byte lies behind `base` bytes. */
export function offsetIndexBytes({ locations }: PageIndex, base: number): Uint8Array {
  const writer = new ByteWriter();
  serializeTCompactProtocol(writer, {
    field_1: locations.map(({ offset, sizeBytes, firstRow }) => ({
      field_1: BigInt(base + offset),
      field_2: sizeBytes,
      field_3: BigInt(firstRow),
    })),
  });
  return writer.getBytes();
}

/** The ColumnIndex; `isAscending`: bounds never get smaller from page to page. */
export function columnIndexBytes(
  { bounds }: PageIndex,
  { isAscending }: { readonly isAscending: boolean },
): Uint8Array {
  const writer = new ByteWriter();
  serializeTCompactProtocol(writer, {
    field_1: bounds.map(() => false),
    field_2: bounds.map(({ min }) => min),
    field_3: bounds.map(({ max }) => max),
    field_4: isAscending ? ASCENDING : UNORDERED,
    field_5: bounds.map(() => 0n),
  });
  return writer.getBytes();
}
