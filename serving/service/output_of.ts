// Where the run of a raw file puts its Parquet: no two files of the watched folder have one place.

import { basename, dirname, join, resolve } from "node:path";
import { isInputName } from "../../domain/input_name.ts";

/** The usual input and the usual output. */
export interface UsualPaths {
  readonly rawDataPath: string;
  readonly processedDataPath: string;
}

/** Behind these a run's other files would have the names of another one's. */
const OTHER_FILES = /\.(?:rejected|raw)$/i;

/**
 * The usual input has the usual output. Any other file has its own beside it: `month.csv` has `month.parquet`,
 * other forms keep their ending (`month.ndjson.parquet`, `month.csv.gz.parquet`).
 */
export function outputOf(path: string, { rawDataPath, processedDataPath }: UsualPaths): string {
  if (resolve(path) === resolve(rawDataPath)) return processedDataPath;
  const name = basename(path), usual = basename(processedDataPath).toLowerCase();
  const stem = name.slice(0, -".csv".length);
  // What could be the place of another form, or of the usual output, keeps its whole name.
  const isPlain = name === `${stem}.csv` && !isInputName(stem) && !OTHER_FILES.test(stem) &&
    `${stem}.parquet`.toLowerCase() !== usual;
  const whole = isPlain ? `${stem}.parquet` : `${name}.parquet`;
  const own = whole.toLowerCase() === usual ? `${name}.raw.parquet` : whole;
  return join(dirname(processedDataPath), own);
}
