// Replaces a file durably: a reader finds the old text or the new one, also after a power cut, and
// whoever else replaces it at the same time does so before or after.

import { basename, dirname, join } from "node:path";
import { followLink } from "./follow_link.ts";
import { OWN_FILE, OWN_FOLDER } from "./own_file.ts";

/**
 * Writes beside the file under a name of its own, syncs, renames; makes the folder if it is not there. A link
 * stays one, and a file that is there keeps its mode.
 */
export async function replaceText(path: string, text: string): Promise<void> {
  await replaceFile(path, [new TextEncoder().encode(text)]);
}

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Calls `take`, which gives the file its name, where it may be replaced, or throws. */
  readonly takeName?: (take: () => void, target: string) => void;
}

/** The same of bytes in pieces. */
export async function replaceFile(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { takeName = (take) => take() }: ReplaceOptions = {},
): Promise<void> {
  const target = followLink(path), folder = dirname(target);
  await Deno.mkdir(folder, { recursive: true, ...OWN_FOLDER });
  const beside = join(folder, `.${basename(target)}.${crypto.randomUUID()}.part`);
  try {
    {
      const mode = (await Deno.stat(target).catch(() => null))?.mode ?? OWN_FILE.mode;
      using file = await Deno.open(beside, { write: true, createNew: true, mode: mode & 0o777 });
      for await (const piece of pieces) await writePiece(file, piece);
      await file.sync();
    }
    takeName(() => Deno.renameSync(beside, target), target);
  } catch (error) {
    await Deno.remove(beside).catch(() => {}); // what is left of it helps nobody
    throw error;
  }
}

/** Writes all bytes while others have their turns. */
export async function writePiece(
  target: { write(bytes: Uint8Array): Promise<number> },
  bytes: Uint8Array,
): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await target.write(bytes.subarray(done));
}
