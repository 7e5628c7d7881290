// Replaces a small file durably: a reader finds the old text or the new one, also after a power cut.

import { dirname } from "node:path";

/** Writes beside the file, syncs, renames; makes the folder if it is not there. */
export async function replaceText(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const beside = `${path}.part`;
  {
    using file = await Deno.open(beside, { write: true, create: true, truncate: true });
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    await file.syncData();
  }
  await Deno.rename(beside, path);
}
