// Moves a file into a folder without taking the place of another one.

import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";

/** A file with what it holds. */
export interface HashedFile {
  readonly path: string;
  readonly sha256: string;
}

/**
 * Moves the file to `target`; when another file is there, to `target (2)` and so on. The same bytes under the
 * same name take the place of what is there.
 *
 * @returns where it is now
 */
export async function moveBeside({ path, sha256 }: HashedFile, target: string): Promise<string> {
  await Deno.mkdir(dirname(target), { recursive: true });
  const name = basename(target), dot = name.indexOf(".", 1);
  for (let n = 1;; n++) {
    const own = n === 1 ? name : `${name.slice(0, dot)} (${n})${name.slice(dot)}`;
    const place = join(dirname(target), own), there = await hashOf(place);
    if (there !== null && there !== sha256) continue;
    await move(path, place);
    return place;
  }
}

async function hashOf(path: string): Promise<string | null> {
  try {
    using file = await Deno.open(path);
    const hash = createHash("sha256");
    for await (const chunk of file.readable) hash.update(chunk);
    return hash.digest("hex");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Also to another file system, where it appears whole. */
async function move(from: string, to: string): Promise<void> {
  try {
    await Deno.rename(from, to);
  } catch {
    const part = join(dirname(to), `.${basename(to)}.part`);
    await Deno.copyFile(from, part);
    await Deno.rename(part, to);
    await Deno.remove(from);
  }
}
