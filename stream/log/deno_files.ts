// The disk behind the embedded log.

import { dirname, join, resolve } from "node:path";
import type { LogFile, LogFileEntry, LogFiles } from "./files.ts";

/**
 * Up to this size a call is done at once: a copy to or from the system's cache takes a few µs, while a
 * turn through the thread pool takes 100 µs, and many ms on a busy machine. Syncing always waits aside.
 */
const AT_ONCE_BYTES = 1 << 16;

class DenoFile implements LogFile {
  readonly #file: Deno.FsFile;
  /** Where the system's own cursor stands: a write that follows the last one needs no seek. */
  #cursor = 0;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    this.#moveTo(at);
    let read = 0;
    while (read < into.length) {
      const rest = into.subarray(read), isSmall = rest.length <= AT_ONCE_BYTES;
      const bytes = isSmall ? this.#file.readSync(rest) : await this.#file.read(rest);
      if (bytes === null) break;
      read += bytes;
    }
    this.#cursor = at + read;
    return read;
  }

  async write(bytes: Uint8Array, at: number): Promise<void> {
    this.#moveTo(at);
    let written = 0;
    while (written < bytes.length) {
      const rest = bytes.subarray(written), isSmall = rest.length <= AT_ONCE_BYTES;
      written += isSmall ? this.#file.writeSync(rest) : await this.#file.write(rest);
    }
    this.#cursor = at + written;
  }

  truncate(length: number): Promise<void> {
    return this.#file.truncate(length);
  }

  sync(): Promise<void> {
    return this.#file.syncData(); // the size counts as data: what is needed to read it all back
  }

  close(): void {
    this.#file.close();
  }

  #moveTo(at: number): void {
    if (at !== this.#cursor) this.#file.seekSync(at, Deno.SeekMode.Start);
    this.#cursor = -1; // unknown until the call that follows has ended well
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await Deno.open(path);
  try {
    await directory.sync();
  } finally {
    directory.close();
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The files of this machine; needs read and write permission for the log's folder. */
export const denoFiles: LogFiles = {
  async open(path, mode) {
    try {
      const write = mode === "write";
      return new DenoFile(await Deno.open(path, { read: true, write, create: write }));
    } catch (error) {
      if (mode === "read" && error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  },

  async list(directory) {
    const entries: LogFileEntry[] = [];
    try {
      for await (const { name } of Deno.readDir(directory)) {
        try {
          entries.push({ name, sizeBytes: (await Deno.stat(join(directory, name))).size });
        } catch (error) { // another process may remove it in between
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        }
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return entries.sort((a, b) => a.name < b.name ? -1 : 1);
  },

  async makeDirectory(path) {
    const missing: string[] = [];
    for (let folder = resolve(path); !await isDirectory(folder); folder = dirname(folder)) {
      missing.push(folder);
    }
    await Deno.mkdir(path, { recursive: true });
    for (const folder of missing) await syncDirectory(dirname(folder));
  },

  rename: Deno.rename,

  async remove(path) {
    try {
      await Deno.remove(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  },

  syncDirectory,
};
