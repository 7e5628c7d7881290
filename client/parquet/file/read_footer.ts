// Reads a file's footer as it stands: with the bytes of its statistics, and what of the file is encrypted.

import { formatCount } from "../../../domain/format.ts";
import type {
  ColumnMetaData,
  CompressionCodec,
  Encoding,
  KeyValue,
  SchemaElement,
} from "hyparquet";
import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import { type ByteSource, TAIL_BYTES } from "./byte_source.ts";
import { describeFooter } from "./describe_footer.ts";

/** Statistics as they are stored. `min` and `max` are of the first form, whose order only some types share. */
export interface StoredStatistics {
  readonly min: Uint8Array | undefined;
  readonly max: Uint8Array | undefined;
  readonly minValue: Uint8Array | undefined;
  readonly maxValue: Uint8Array | undefined;
  readonly nulls: bigint | undefined;
}

/** A column of one row group. */
export interface StoredChunk {
  readonly path: readonly string[];
  readonly codec: CompressionCodec;
  readonly encodings: readonly Encoding[];
  readonly compressedBytes: number;
  readonly plainBytes: number;
  /** Missing ones too. */
  readonly values: number;
  readonly startByte: number;
  /** As the library wants them. */
  readonly meta: ColumnMetaData;
  readonly statistics: StoredStatistics | null;
  readonly offsetIndex: { readonly startByte: number; readonly endByte: number } | null;
  readonly isEncrypted: boolean;
  /** Where its bytes are, if in another file. */
  readonly otherFile: string | null;
}

export interface StoredGroup {
  readonly rows: number;
  /** Null for a column of which the footer tells nothing. */
  readonly chunks: readonly (StoredChunk | null)[];
}

export interface Footer {
  readonly footerBytes: number;
  readonly schema: readonly SchemaElement[];
  readonly groups: readonly StoredGroup[];
  /** By column: whether its `minValue` and `maxValue` are in the order of its type. Null when none is told. */
  readonly hasTypeOrder: readonly boolean[] | null;
  readonly createdBy: string | null;
  /** Its writer forgot the header of a dictionary when it counted a column's bytes (PARQUET-816). */
  readonly isMiscounted: boolean;
  readonly keyValues: readonly KeyValue[];
}

/** @throws {Error} it is no Parquet file, or one that cannot be read here: told in words */
export async function readFooter(source: ByteSource): Promise<Footer> {
  const size = source.byteLength;
  if (size === 0) throw new Error("This is no Parquet file: it is empty (0 bytes).");
  if (size < 12) throw new Error("This is no Parquet file: it is too short.");
  const tail = new Uint8Array(await source.slice(Math.max(0, size - TAIL_BYTES), size));
  const mark = new TextDecoder("latin1").decode(tail.subarray(-4));
  if (mark === "PARE") throw new Error("This Parquet file is encrypted: it cannot be read here.");
  if (mark !== "PAR1") throw new Error(await sayNoMark(source));
  const footerBytes = new DataView(tail.buffer).getUint32(tail.length - 8, true);
  if (footerBytes > size - 12) {
    throw new Error(
      `This Parquet file is damaged: its footer would have ${formatCount(footerBytes)} bytes, ` +
        `and the whole file has ${formatCount(size)}.`,
    );
  }
  const start = size - 8 - footerBytes;
  const footer = footerBytes + 8 <= tail.length
    ? tail.subarray(tail.length - 8 - footerBytes, tail.length - 8)
    : new Uint8Array(await source.slice(start, size - 8));
  try {
    const view = new DataView(footer.buffer, footer.byteOffset, footer.byteLength);
    return describeFooter(deserializeTCompactProtocol({ view, offset: 0 }), footerBytes);
  } catch (cause) {
    const message =
      "This Parquet file is damaged: its footer, which says where the columns are, cannot be read.";
    throw new Error(message, { cause });
  }
}

async function sayNoMark(source: ByteSource): Promise<string> {
  const start = new TextDecoder("latin1").decode(await source.slice(0, 4));
  const what = "it does not end with the mark PAR1";
  return start === "PAR1"
    ? `This Parquet file is cut short or damaged: ${what}. Was it downloaded or written to its end?`
    : `This is no Parquet file: ${what}.`;
}
