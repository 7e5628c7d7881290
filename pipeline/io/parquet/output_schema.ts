// The columns of the output, in order, as Parquet's schema has them.

import { COLUMNS, type Dimension, DIMENSIONS, forDimensions } from "../../../domain/columns.ts";
import type { ParquetType, SchemaElement } from "hyparquet";

/** What the schema says of a column besides its name and its id. */
interface Column extends Omit<SchemaElement, "name" | "field_id"> {
  readonly type: ParquetType;
  readonly repetition_type: "REQUIRED" | "OPTIONAL";
}

const TEXT = {
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  logical_type: { type: "STRING" },
} as const;
const DOUBLE = { type: "DOUBLE" } as const;
const INSTANT = {
  type: "INT64",
  converted_type: "TIMESTAMP_MILLIS",
  // Without `isAdjustedToUTC` readers take the times for local ones.
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
} as const;

/** Name of an output column. */
export type OutputColumn =
  | "user_id"
  | "show_name"
  | "watch_duration_minutes"
  | "watch_date"
  | "completion_rate"
  | "is_binge_session"
  | "engagement_score"
  | "processed_at"
  | "episode"
  | "sitting_start"
  | Dimension;

const [WRITTEN, OPTIONAL] = [true, false].map((isWritten) =>
  DIMENSIONS.filter((name) => COLUMNS[name].dimension.isAlwaysWritten === isWritten)
) as [Dimension[], Dimension[]];

/** All columns that the output may have, in their order. */
export const OUTPUT_COLUMNS = {
  user_id: { ...TEXT, repetition_type: "REQUIRED" },
  show_name: { ...TEXT, repetition_type: "REQUIRED" },
  watch_duration_minutes: { ...DOUBLE, repetition_type: "REQUIRED" },
  watch_date: { ...INSTANT, repetition_type: "REQUIRED" },
  completion_rate: { ...DOUBLE, repetition_type: "OPTIONAL" },
  is_binge_session: { type: "BOOLEAN", repetition_type: "REQUIRED" },
  engagement_score: { ...DOUBLE, repetition_type: "OPTIONAL" },
  processed_at: { ...INSTANT, repetition_type: "REQUIRED" },
  episode: { ...TEXT, repetition_type: "OPTIONAL" },
  ...dimensionColumns(WRITTEN),
  sitting_start: { ...INSTANT, repetition_type: "REQUIRED" },
  ...dimensionColumns(OPTIONAL),
} as Readonly<Record<OutputColumn, Column>>;

function dimensionColumns(names: readonly Dimension[]) {
  return Object.fromEntries(
    names.map((name) => [name, { ...TEXT, repetition_type: "OPTIONAL" }]),
  ) as Record<Dimension, Column>;
}

/** By these Apache Iceberg knows a column whatever its name: an id is never given to another column. */
const FIELD_IDS: Readonly<Record<OutputColumn, number>> = {
  user_id: 1,
  show_name: 2,
  watch_duration_minutes: 3,
  watch_date: 4,
  completion_rate: 5,
  is_binge_session: 6,
  engagement_score: 7,
  processed_at: 8,
  episode: 9,
  sitting_start: 12,
  ...forDimensions((name) => COLUMNS[name].dimension.fieldId),
};

/** The columns of an output whose input has these dimensions. */
export function outputColumns(has: (name: Dimension) => boolean): readonly OutputColumn[] {
  const names = Object.keys(OUTPUT_COLUMNS) as OutputColumn[];
  return names.filter((name) => !OPTIONAL.some((one) => one === name && !has(one)));
}

/** The columns that every output has. */
export const USUAL_COLUMNS = outputColumns(() => false);

/** The schema of an output with these columns, its root first. */
export function outputSchema(columns: readonly OutputColumn[]): SchemaElement[] {
  return [
    { name: "root", num_children: columns.length },
    ...columns.map((name) => ({ name, field_id: FIELD_IDS[name], ...OUTPUT_COLUMNS[name] })),
  ];
}
