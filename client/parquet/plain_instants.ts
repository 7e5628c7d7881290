// Timestamps are read as the integers they are, and made dates only for the rows that are asked for: the library
// would make a date of every value of a page, which for the first rows of a file is most of the work.

import { type FileMetaData, parquetSchema, type SchemaElement } from "hyparquet";

/** A footer whose top-level timestamps say that they are integers, and what those count. */
export interface PlainInstants {
  readonly metadata: FileMetaData;
  /** By column: how many of its units make a millisecond. */
  readonly unitsPerMs: ReadonlyMap<string, bigint>;
}

/** Has the timestamps of a file read as integers; nested ones and INT96 are left as they are. */
export function withPlainInstants(metadata: FileMetaData): PlainInstants {
  const units = new Map<SchemaElement, bigint>();
  for (const { element, children } of parquetSchema(metadata).children) {
    const unit = children.length === 0 && element.type === "INT64" ? unitOf(element) : null;
    if (unit !== null) units.set(element, unit);
  }
  const schema = metadata.schema.map((element) => {
    if (!units.has(element)) return element;
    const { converted_type: _type, logical_type: _logical, ...plain } = element;
    return plain;
  });
  const unitsPerMs = new Map([...units].map(([{ name }, unit]) => [name, unit]));
  return { metadata: { ...metadata, schema }, unitsPerMs };
}

/** Dates of what such a column holds; nulls stay. */
export function toDates(values: ArrayLike<unknown>, unitsPerMs: bigint): (Date | null)[] {
  const dates = new Array<Date | null>(values.length);
  for (let i = 0; i < dates.length; i++) {
    const value = values[i];
    if (typeof value !== "bigint") dates[i] = null;
    else dates[i] = new Date(Number(unitsPerMs === 1n ? value : value / unitsPerMs));
  }
  return dates;
}

function unitOf({ converted_type: converted, logical_type: logical }: SchemaElement) {
  if (logical?.type === "TIMESTAMP") {
    return logical.unit === "NANOS" ? 1_000_000n : logical.unit === "MICROS" ? 1_000n : 1n;
  }
  if (converted === "TIMESTAMP_MICROS") return 1_000n;
  return converted === "TIMESTAMP_MILLIS" ? 1n : null;
}
