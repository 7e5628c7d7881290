// The published Parquet files: each begins and ends as it must, so that a cut one is found.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./finding.ts";

const MAGIC = "PAR1", MARK_BYTES = MAGIC.length;

/** Problems of the files in the folder of output. */
export function checkOutputs(dataPath: string): readonly Finding[] {
  const folder = join(dataPath, "processed");
  if (!existsSync(folder)) return [];
  const names = [...Deno.readDirSync(folder)].filter(({ isFile, name }) =>
    isFile && name.endsWith(".parquet") && !name.startsWith(".")
  );
  return names.flatMap(({ name }) => {
    const path = join(folder, name);
    return isWhole(path) ? [] : [{
      problem: `${path} is no whole Parquet file`,
      mend: null,
      advice: "Run the ETL on its input again: the report beside it names that",
    }];
  });
}

function isWhole(path: string): boolean {
  using file = Deno.openSync(path);
  const { size } = file.statSync();
  if (size < 2 * MARK_BYTES) return false;
  return readAt(file, 0) === MAGIC && readAt(file, size - MARK_BYTES) === MAGIC;
}

function readAt(file: Deno.FsFile, offset: number): string {
  const bytes = new Uint8Array(MARK_BYTES);
  file.seekSync(offset, Deno.SeekMode.Start);
  file.readSync(bytes);
  return new TextDecoder().decode(bytes);
}
