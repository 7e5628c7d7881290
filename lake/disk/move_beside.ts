// Moves a file into a folder without taking the place of another one.

import { basename, dirname, join } from "node:path";
import { sha256Of } from "./hash_file.ts";
import { isAbsent } from "./names.ts";
import { ConflictError } from "../../domain/errors.ts";

/** A file with what it holds. */
export interface HashedFile {
  readonly path: string;
  readonly sha256: string;
}

/** Copies of one name that are told apart by number. */
const MAX_COPIES = 10_000;

/**
 * Moves the file to `target`; when another file is there, to `target (2)` and so on, also when that appears
 * in the same moment. The same bytes under the same name take the place of what is there; `takePart` is asked
 * whether those are being used already, so that they are not to be taken again.
 *
 * @returns where it is now
 */
export async function moveBeside(
  { path, sha256 }: HashedFile,
  target: string,
  takePart: (place: string) => boolean = () => false,
): Promise<string> {
  await Deno.mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const name = basename(target), dot = name.indexOf(".", 1);
  for (let n = 1; n <= MAX_COPIES; n++) {
    const own = n === 1 ? name : `${name.slice(0, dot)} (${n})${name.slice(dot)}`;
    const place = join(dirname(target), own);
    if (await moveInto(path, place)) return place;
    if (await hashIfThere(place) !== sha256) continue;
    const isTaken = takePart(place);
    await Deno.remove(path); // what is there is what is wanted
    if (!isTaken) await touch(place);
    return place;
  }
  throw new ConflictError(`There are ${MAX_COPIES} files called ${name} already: remove some`);
}

/** Told by its time that it came anew, so that whoever watches the folder takes it again. */
export async function touch(path: string): Promise<void> {
  const now = new Date();
  await Deno.utime(path, now, now);
}

/** False when something is there; also to another file system, where the file appears whole. */
async function moveInto(from: string, to: string): Promise<boolean> {
  const beside = join(dirname(to), `.${crypto.randomUUID()}.part`);
  try {
    const source = await linkOrCopy(from, to, beside);
    if (source === null) return false;
    await Deno.remove(from);
    return true;
  } finally {
    await Deno.remove(beside).catch(() => {}); // where there was need of it
  }
}

/** Takes the name in one step that fails when it is taken; null then. */
async function linkOrCopy(from: string, to: string, beside: string): Promise<string | null> {
  for (const source of [from, beside]) {
    try {
      if (source === beside) await Deno.copyFile(from, beside);
      await Deno.link(source, to);
      return source;
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) return null;
      if (source === beside) throw error;
    }
  }
  return null;
}

async function hashIfThere(path: string): Promise<string | null> {
  return await sha256Of(path).catch((error) => {
    if (isAbsent(error)) return null;
    throw error;
  });
}
