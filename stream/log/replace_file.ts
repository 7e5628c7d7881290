// Puts a small file in the place of another: readers see the old one or the new one, whole.

import { dirname } from "node:path";
import type { LogFiles } from "./files.ts";

/** The ending of a file that is being written and does not count yet. */
export const UNFINISHED_SUFFIX = ".new";

/** Writes `bytes` as `path`, at once and durably; a failure leaves what was there before. */
export async function replaceFile(
  files: LogFiles,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const unfinished = path + UNFINISHED_SUFFIX;
  const file = (await files.open(unfinished, "write"))!;
  try {
    await file.truncate(0); // a failed attempt may have left one that is longer
    await file.write(bytes, 0);
    await file.sync(); // before the rename: a name must never lead to bytes that are not there
  } finally {
    file.close();
  }
  await files.rename(unfinished, path);
  await files.syncDirectory(dirname(path));
}

/** Reads a small file; null when there is none. */
export async function readSmallFile(files: LogFiles, path: string): Promise<Uint8Array | null> {
  const file = await files.open(path, "read");
  if (file === null) return null;
  try {
    const bytes = new Uint8Array(1 << 16);
    return bytes.slice(0, await file.read(bytes, 0));
  } finally {
    file.close();
  }
}
