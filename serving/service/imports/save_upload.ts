// Writes a request's body to a file as it comes: within a size, and as long as something comes.

import { createHash } from "node:crypto";
import { createOwnFile } from "../../../lake/disk/open_file.ts";
import { writePiece } from "../../../lake/disk/replace_file.ts";
import { within } from "../../../clock/wait.ts";

/** What came. */
export interface SavedUpload {
  readonly bytes: number;
  readonly sha256: string;
}

/** How much may come, and how long nothing may come. */
export interface UploadLimits {
  readonly maxBytes: number;
  readonly idleMs: number;
}

/**
 * Saves the body.
 *
 * @throws {RangeError} it is larger than it may be
 * @throws {Deno.errors.TimedOut} nothing came for too long
 * @throws {Deno.errors.ConnectionAborted} the sender went away
 */
export async function saveUpload(
  body: ReadableStream<Uint8Array> | null,
  path: string,
  { maxBytes, idleMs }: UploadLimits,
): Promise<SavedUpload> {
  using file = await createOwnFile(path);
  const hash = createHash("sha256"), reader = body?.getReader();
  const nothingCame = () => {
    throw new Deno.errors.TimedOut(`Nothing came for ${idleMs / 1_000} s: send it again`);
  };
  let bytes = 0;
  try {
    for (;;) {
      const chunk = await (reader && within(idleMs, reader.read(), nothingCame));
      if (chunk?.value === undefined) break;
      bytes += chunk.value.length;
      if (bytes > maxBytes) {
        throw new RangeError(
          `Cannot take the file as it must have at most ${maxBytes} bytes: use deno task etl FILE --publish`,
        );
      }
      hash.update(chunk.value);
      await writePiece(file, chunk.value);
    }
  } catch (error) {
    reader?.cancel().catch(() => {}); // the sender may be gone: nothing is kept either way
    throw error;
  }
  return { bytes, sha256: hash.digest("hex") };
}
