// The columns of the output, in order, as Parquet's schema has them.

import type { SchemaElement } from "hyparquet";

type Column = Omit<SchemaElement, "name">;

const TEXT: Column = {
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  logical_type: { type: "STRING" },
};
const DOUBLE: Column = { type: "DOUBLE" };
const INSTANT: Column = {
  type: "INT64",
  converted_type: "TIMESTAMP_MILLIS",
  // Without `isAdjustedToUTC` readers take the times for local ones.
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
};

const COLUMNS = {
  user_id: { ...TEXT, repetition_type: "REQUIRED" },
  show_name: { ...TEXT, repetition_type: "REQUIRED" },
  watch_duration_minutes: { ...DOUBLE, repetition_type: "REQUIRED" },
  watch_date: { ...INSTANT, repetition_type: "REQUIRED" },
  completion_rate: { ...DOUBLE, repetition_type: "OPTIONAL" },
  is_binge_session: { type: "BOOLEAN", repetition_type: "REQUIRED" },
  engagement_score: { ...DOUBLE, repetition_type: "OPTIONAL" },
  processed_at: { ...INSTANT, repetition_type: "REQUIRED" },
  episode: { ...TEXT, repetition_type: "OPTIONAL" },
  device: { ...TEXT, repetition_type: "OPTIONAL" },
  country: { ...TEXT, repetition_type: "OPTIONAL" },
  sitting_start: { ...INSTANT, repetition_type: "REQUIRED" },
} as const satisfies Readonly<Record<string, Column>>;

/** Name of an output column. */
export type OutputColumn = keyof typeof COLUMNS;

/** The output's schema, its root first. */
export const OUTPUT_SCHEMA: readonly SchemaElement[] = [
  { name: "root", num_children: Object.keys(COLUMNS).length },
  ...Object.entries(COLUMNS).map(([name, column]) => ({ name, ...column })),
];

/** Parquet's physical type of a column. */
export function physicalType(column: OutputColumn): NonNullable<SchemaElement["type"]> {
  return COLUMNS[column].type!;
}
