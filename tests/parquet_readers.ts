// Programs that read Parquet, and what each of them reads in a file.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { VENV_PYTHON } from "../bench/paths.ts";
import {
  LONG_READER_PACKAGES,
  READER_PACKAGES,
  readerFolder,
  type ReaderPackages,
} from "../bench/reader_packages.ts";
import { USUAL_COLUMNS } from "../pipeline/io/parquet/output_schema.ts";
import type { ParquetRow } from "./parquet_rows.ts";

const PYTHON = Deno.env.get("PLAYHEAD_PYTHON") ?? VENV_PYTHON;
const SCRIPT = join(import.meta.dirname!, "integration/read_parquet.py");
const COLUMNS = USUAL_COLUMNS;

/** A program in one version. */
export interface ParquetReader {
  readonly name: string;
  /** The function of read_parquet.py. */
  readonly by: "pyarrow" | "duckdb" | "polars" | "pandas" | "fastparquet" | "pyspark";
  /** What its version must begin with. */
  readonly version: string;
  /** Its own packages; null when bench/.venv has it. */
  readonly packages: ReaderPackages | null;
}

/** What every test run asks. */
export const READERS: readonly ParquetReader[] = [
  { name: "DuckDB 1.1", by: "duckdb", version: "1.1.", packages: READER_PACKAGES.duckdb11 },
  { name: "DuckDB 1.5", by: "duckdb", version: "1.5.", packages: READER_PACKAGES.duckdb15 },
  { name: "DuckDB 2", by: "duckdb", version: "2.", packages: null },
  { name: "pyarrow", by: "pyarrow", version: "", packages: null },
  { name: "polars", by: "polars", version: "", packages: null },
  { name: "pandas", by: "pandas", version: "", packages: null },
  {
    name: "fastparquet",
    by: "fastparquet",
    version: "2026.",
    packages: READER_PACKAGES.fastparquet,
  },
];

/** What `deno task ok:long` asks besides. */
export const LONG_READERS: readonly ParquetReader[] = [
  { name: "Spark 3.5", by: "pyspark", version: "3.5.", packages: LONG_READER_PACKAGES.pyspark35 },
  { name: "DuckDB 0.10", by: "duckdb", version: "0.10.", packages: LONG_READER_PACKAGES.duckdb010 },
  { name: "polars 1.0", by: "polars", version: "1.0.", packages: LONG_READER_PACKAGES.polars10 },
  { name: "pyarrow 14", by: "pyarrow", version: "14.", packages: LONG_READER_PACKAGES.pyarrow14 },
  {
    name: "fastparquet 2024",
    by: "fastparquet",
    version: "2024.",
    packages: LONG_READER_PACKAGES.fastparquet2024,
  },
];

/** A file as a reader finds it. */
export interface FoundFile {
  /** A digest of each column's values; read_parquet.py says of what. */
  readonly columns: Readonly<Record<string, string>>;
  /** Rows that a pushed-down filter by one user finds. */
  readonly rows_of_user: number;
}

/** Whether the reader is installed. */
export async function hasReader({ by, packages }: ParquetReader): Promise<boolean> {
  return await run(["-c", `import ${by}`], packages) !== null;
}

/**
 * What `reader` finds in each file.
 *
 * @throws {Error} it cannot read one (its own error is on standard error), or has another version
 */
export async function readByOthers(
  reader: ParquetReader,
  paths: readonly string[],
  user: string,
): Promise<FoundFile[]> {
  const output = await run([SCRIPT, reader.by, user, ...paths], reader.packages);
  if (output === null) {
    throw new Error(`${reader.name} must read ${paths.join(", ")}: its error is above`);
  }
  const { version, files }: { version: string; files: FoundFile[] } = JSON.parse(output);
  if (!version.startsWith(reader.version)) {
    throw new Error(`${reader.name} must have version ${reader.version}: it has ${version}`);
  }
  return files;
}

/** What a reader should find. */
export function expectedFile(rows: readonly ParquetRow[], user: string): FoundFile {
  const columns = Object.fromEntries(COLUMNS.map((name) => {
    const values = rows.map((row) => row[name]);
    const present = values.filter((value) => value !== null);
    const sha = createHash("sha256");
    sha.update(Uint8Array.from(values, (value) => value === null ? 0 : 1));
    if (typeof present[0] === "string") sha.update(present.join("\0"));
    else sha.update(new Uint8Array(Float64Array.from(present, Number).buffer));
    return [name, sha.digest("hex")];
  }));
  return { columns, rows_of_user: rows.filter(({ user_id }) => user_id === user).length };
}

/** Standard output; null when the program is missing or fails, which it has then said itself. */
async function run(
  args: readonly string[],
  packages: ReaderPackages | null,
): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(PYTHON, {
      args: [...args],
      env: packages === null ? {} : { PYTHONPATH: readerFolder(packages) },
      stderr: "inherit",
    }).output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
