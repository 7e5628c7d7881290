// The programs that do the same ETL: how each is started and where it leaves its Parquet file.

import { benchPath, PROJECT_FOLDER, VENV_PYTHON } from "./paths.ts";

/** Ours; all ratios are against it. */
export const PLAYHEAD = "Playhead";

/** One program. */
export interface Contestant {
  readonly name: string;
  /** What `--only` calls it. */
  readonly id: string;
  /** The whole process: `outPrefix` + `.parquet` is the output. */
  command(inputPath: string, outPrefix: string): readonly string[];
  readonly cwd: string;
}

/** In the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [
  {
    name: PLAYHEAD,
    id: "playhead",
    command: (inputPath, outPrefix) => [
      ...[Deno.execPath(), "task", "etl", inputPath],
      ...["--out", `${outPrefix}.parquet`, "--json", "--quiet"],
    ],
    cwd: PROJECT_FOLDER,
  },
  peer("polars", "polars"),
  peer("DuckDB", "duckdb"),
  peer("pandas + pyarrow", "pandas"),
  // The same as most people would write it first, and as the tuned ones began.
  peer("polars, idiomatic", "polars-idiomatic", "idiomatic/etl_polars.py"),
  peer("DuckDB, idiomatic", "duckdb-idiomatic", "idiomatic/etl_duckdb.py"),
  peer("pandas, idiomatic", "pandas-idiomatic", "idiomatic/etl_pandas.py"),
];

function peer(name: string, id: string, file = `etl_${id}.py`): Contestant {
  const script = benchPath(`peers/${file}`);
  return {
    name,
    id,
    command: (inputPath, outPrefix) => [VENV_PYTHON, script, inputPath, outPrefix, "zstd"],
    cwd: PROJECT_FOLDER,
  };
}
