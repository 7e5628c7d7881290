// Counts the rows of an output that is there already, by what its files say of themselves.

import { join } from "node:path";
import { parquetMetadataAsync } from "hyparquet";
import { entriesOf, statOrNull } from "../../lake/disk/names.ts";
import { asyncBufferFromFile } from "../io/parquet/async_buffer_from_file.ts";

/** Rows of a Parquet file, or of those in a folder of partitions; null when a file cannot be read. */
export async function countOutputRows(path: string): Promise<number | null> {
  let rows = 0;
  for (const file of parquetFiles(path)) {
    const own = await rowsOf(file).catch(() => null);
    if (own === null) return null;
    rows += own;
  }
  return rows;
}

function parquetFiles(path: string): string[] {
  const info = statOrNull(path);
  if (info === null) return [];
  if (!info.isDirectory) return info.size === 0 ? [] : [path];
  return entriesOf(path)
    .filter(({ name, isDirectory }) => isDirectory || name.endsWith(".parquet"))
    .flatMap(({ name }) => parquetFiles(join(path, name)));
}

async function rowsOf(path: string): Promise<number> {
  const file = asyncBufferFromFile(path);
  try {
    return Number((await parquetMetadataAsync(file)).num_rows);
  } finally {
    file.close();
  }
}
