// Files of this machine alone that nobody else reads: what does not fit in memory, what was unpacked.

import { join } from "node:path";
import { writeAll } from "./file_layer.ts";
import { fill } from "./open_file.ts";

/** A file that grows at its end, is read at any place, and goes when its owner has done with it. */
export class ScratchFile {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #sizeBytes = 0;

  /** Makes the file; what has the name is written over. */
  constructor(path: string) {
    this.#path = path;
    this.#file = Deno.openSync(path, { read: true, write: true, create: true });
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  append(bytes: Uint8Array): void {
    this.#file.seekSync(this.#sizeBytes, Deno.SeekMode.Start);
    writeAll(this.#file, bytes);
    this.#sizeBytes += bytes.length;
  }

  /** Fills `into` with the bytes from `at` on. @throws {Error} there are fewer */
  readAt(at: number, into: Uint8Array): void {
    this.#file.seekSync(at, Deno.SeekMode.Start);
    if (fill(this.#file, into) === into.length) return;
    throw new Error(`Cannot read back ${this.#path}: it is cut short`);
  }

  /** Closes and removes it. */
  remove(): void {
    this.#file.close();
    Deno.removeSync(this.#path);
  }
}

/** A new file in `folder`, which is made when it is not there. */
export function createScratch(
  folder: string,
): { readonly path: string; readonly file: Deno.FsFile } {
  Deno.mkdirSync(folder, { recursive: true });
  const path = join(folder, crypto.randomUUID());
  return { path, file: Deno.openSync(path, { write: true, createNew: true }) };
}

/** A new folder of this machine's for scratch files; whoever made it removes it. */
export async function createScratchFolder(prefix: string): Promise<string> {
  return await Deno.makeTempDir({ prefix });
}
