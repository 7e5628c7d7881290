// Other versions of what reads Parquet than bench/.venv has: each in a folder of its own, put before it.

import { VENV_FOLDER, VENV_PYTHON } from "./paths.ts";

/** A reader in a version of its own. */
export interface ReaderPackages {
  /** The folder's name, with the version that is tested. */
  readonly folder: string;
  /** All that it needs besides what bench/.venv has. */
  readonly packages: readonly string[];
}

/** Readers of the last three years that every test run has. */
export const READER_PACKAGES = {
  duckdb11: { folder: "duckdb-1.1.3", packages: ["duckdb==1.1.3"] },
  duckdb15: { folder: "duckdb-1.5.6", packages: ["duckdb==1.5.6"] },
  fastparquet: {
    folder: "fastparquet-2026.9.0",
    packages: ["fastparquet==2026.9.0", "cramjam==2.14.0", "fsspec==2026.9.0"],
  },
} as const satisfies Record<string, ReaderPackages>;

/** Readers that only `deno task ok:long` installs and asks: they are large, or too old for most. */
export const LONG_READER_PACKAGES = {
  duckdb010: { folder: "duckdb-0.10.3", packages: ["duckdb==0.10.3"] },
  polars10: { folder: "polars-1.0.0", packages: ["polars==1.0.0"] },
  pyarrow14: { folder: "pyarrow-14.0.2", packages: ["pyarrow==14.0.2", "numpy==1.26.4"] },
  fastparquet2024: {
    folder: "fastparquet-2024.2.0",
    packages: [
      ...["fastparquet==2024.2.0", "pandas==2.2.3", "numpy==1.26.4", "cramjam==2.14.0"],
      ...["fsspec==2026.9.0", "pytz==2026.1"],
    ],
  },
  pyspark35: { folder: "pyspark-3.5.6", packages: ["pyspark==3.5.6", "py4j==0.10.9.7"] },
} as const satisfies Record<string, ReaderPackages>;

/** Where a reader's packages are. */
export function readerFolder({ folder }: ReaderPackages): string {
  return `${VENV_FOLDER}/readers/${folder}`;
}

/**
 * Installs a reader unless it is there.
 *
 * @throws {Error} pip fails
 */
export async function installReader(reader: ReaderPackages): Promise<void> {
  const target = readerFolder(reader), stamp = `${target}/.packages`;
  const wanted = reader.packages.join("\n");
  if (await readOr(stamp, "") === wanted) return;
  await Deno.remove(target, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  const { code } = await new Deno.Command(VENV_PYTHON, {
    args: [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"],
      ...["--target", target, ...reader.packages],
    ],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (code !== 0) {
    throw new Error(
      `Cannot install ${reader.folder} as pip must exit with 0: current value is ${code}; ` +
        "see its output above",
    );
  }
  // Last, so that an interrupted installation is done again.
  await Deno.writeTextFile(stamp, wanted);
}

async function readOr(path: string, fallback: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return fallback;
    throw error;
  }
}
