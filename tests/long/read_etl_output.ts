// Has programs of the last years read what the ETL writes from generated views: in every compression, and by month.

import assert from "node:assert/strict";
import { join } from "node:path";
import { installReader } from "../../bench/reader_packages.ts";
import { buildEnv } from "../../bench/build_env.ts";
import {
  expectedFile,
  type FoundFile,
  LONG_READERS,
  readByOthers,
  READERS,
} from "../parquet_readers.ts";
import { readParquetRows } from "../parquet_rows.ts";

const COMPRESSIONS = ["zstd", "snappy", "gzip", "none"];
const USER = "u-000042";

/** Runs it; throws where a reader finds other values. Says how many files and rows each has read. */
export async function readEtlOutput(
  { rows, onRead }: { readonly rows: number; readonly onRead: (told: string) => void },
): Promise<string> {
  await buildEnv();
  const readers = [...READERS, ...LONG_READERS];
  for (const { packages } of readers) if (packages !== null) await installReader(packages);
  const folder = await Deno.makeTempDir({ prefix: "playhead-readers-" });
  try {
    const paths = await writeFiles(folder, rows);
    const expected: FoundFile[] = [];
    let rowsRead = 0;
    for (const path of paths) {
      const rows = await readParquetRows(path);
      expected.push(expectedFile(rows, USER));
      rowsRead += rows.length;
    }
    for (const reader of readers) {
      const found = await readByOthers(reader, paths, USER);
      paths.forEach((path, i) =>
        assert.deepEqual(found[i], expected[i], `${reader.name}: ${path}`)
      );
      onRead(`${reader.name} has read ${rowsRead} rows`);
    }
    const names = readers.map(({ name }) => name).join(", ");
    return `${names} read the same ${rowsRead} rows of ${paths.length} files`;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** One file for each compression, and those of the months. */
async function writeFiles(folder: string, rows: number): Promise<string[]> {
  const input = join(folder, "views.csv");
  await task(["generate", "--rows", `${rows}`, "--episodes", "--out", input, "--quiet"]);
  const paths = COMPRESSIONS.map((compression) => join(folder, `${compression}.parquet`));
  for (const [i, compression] of COMPRESSIONS.entries()) {
    await task(["etl", input, "--out", paths[i], "--compression", compression, "--quiet"]);
  }
  const months = join(folder, "months");
  await task(["etl", input, "--out", months, "--partition-by", "month", "--quiet"]);
  for await (const { name, isDirectory } of Deno.readDir(months)) {
    if (isDirectory) paths.push(join(months, name, "part-0.parquet"));
  }
  return paths;
}

async function task(args: readonly string[]): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", ...args],
    cwd: join(import.meta.dirname!, "../.."),
    stdout: "null",
    stderr: "inherit",
  }).output();
  if (code !== 0) {
    throw new Error(`deno task ${args[0]} must exit with 0: current value is ${code}`);
  }
}
