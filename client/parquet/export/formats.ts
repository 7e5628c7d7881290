// What a selection can be saved as.

export const FORMATS = ["csv", "json", "parquet"] as const;

export type Format = typeof FORMATS[number];
