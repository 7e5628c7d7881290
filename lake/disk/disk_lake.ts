// A folder of the disk as a lake.

import { dirname, join, sep } from "node:path";
import { ConflictError } from "../../domain/errors.ts";
import type { ByteRange, Lake, LakeEntry, LakeObject, Manifest, PutOptions } from "../port.ts";
import { DISK, type FileLayer, syncPath } from "./file_layer.ts";
import { followLink } from "./follow_link.ts";
import { publishRun } from "./publish/publish_run.ts";
import { withFolderLock } from "./publish/with_folder_lock.ts";
import { replaceFile } from "./replace_file.ts";
import { changedMs, isAbsent, statIfThere } from "./names.ts";

/** Bytes that are read at a time for who reads slowly. */
const CHUNK_BYTES = 64 << 10;

/** How a folder is used. */
export interface DiskLakeOptions {
  /**
   * Whether whoever asks is not to see anything else of the disk: an object that a link leads away to, or
   * that cannot be opened, is none then.
   */
  readonly isConfined?: boolean;
  /** What commits are made with; tests have one that fails. */
  readonly files?: FileLayer;
}

/** Names are paths below the folder. Neither hidden files nor links are listed. */
export class DiskLake implements Lake {
  readonly #folder: string;
  readonly #isConfined: boolean;
  readonly #files: FileLayer;

  constructor(folder: string, { isConfined = false, files = DISK }: DiskLakeOptions = {}) {
    this.#folder = folder;
    this.#isConfined = isConfined;
    this.#files = files;
  }

  placeOf(name: string): string {
    return join(this.#folder, name);
  }

  async get(name: string): Promise<LakeObject | null> {
    try {
      const path = this.#isConfined ? await this.#pathWithin(name) : this.placeOf(name);
      return path === null ? null : await openObject(name, path);
    } catch (error) {
      if (isAbsent(error) || this.#isConfined && isWithheld(error)) return null;
      throw error;
    }
  }

  async *list(prefix = ""): AsyncGenerator<LakeEntry> {
    for (const { name, isDirectory, isFile } of await entriesIn(join(this.#folder, prefix))) {
      if (name.startsWith(".")) continue; // under way
      if (isDirectory) yield* this.list(`${prefix}${name}/`);
      const info = isFile ? statIfThere(this.placeOf(prefix + name)) : null; // replaced meanwhile
      if (info !== null) yield entryOf(prefix + name, info);
    }
  }

  async put(
    name: string,
    content: Uint8Array | ReadableStream<Uint8Array>,
    { ifVersion }: PutOptions = {},
  ): Promise<LakeEntry> {
    const path = this.placeOf(name);
    const pieces = content instanceof Uint8Array ? [content] : content;
    await replaceFile(
      path,
      pieces,
      ifVersion === undefined ? {} : {
        takeName: (take, target) =>
          withFolderLock(dirname(target), () => {
            const there = statIfThere(target);
            const version = there && versionOf(there);
            if (version !== ifVersion) throw conflictAt(path, version);
            take();
          }),
      },
    );
    syncPath(dirname(followLink(path)), DISK); // the name, too
    return entryOf(name, Deno.statSync(path));
  }

  commit({ folder, moves, removes }: Manifest): Promise<void> {
    return Promise.try(() => publishRun(folder, { moves, removes }, this.#files));
  }

  /** Null where a link leads out of the folder. */
  async #pathWithin(name: string): Promise<string | null> {
    const root = await Deno.realPath(this.#folder);
    const path = await Deno.realPath(join(root, name));
    return path.startsWith(root + sep) ? path : null;
  }
}

function entryOf(name: string, info: Deno.FileInfo): LakeEntry {
  return {
    name,
    sizeBytes: info.size,
    modifiedMs: changedMs(info),
    version: versionOf(info),
  };
}

function versionOf(info: Deno.FileInfo): string {
  return `${info.size.toString(36)}-${changedMs(info).toString(36)}`;
}

function conflictAt(path: string, version: string | null): ConflictError {
  return new ConflictError(
    version === null
      ? `Cannot replace ${path} as it is gone: load it anew`
      : `Cannot write ${path} as another version is there: load it anew`,
  );
}

async function entriesIn(folder: string): Promise<readonly Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return []; // nothing was put there yet
    throw error;
  }
}

/** The handle stays on the version that was there, whatever takes its name. */
async function openObject(name: string, path: string): Promise<LakeObject | null> {
  const file = await Deno.open(path);
  try {
    const info = await file.stat();
    if (info.isFile) {
      const close = () => file.close();
      const read = ({ start, end }: ByteRange = { start: 0, end: info.size }) =>
        streamFile(file, start, end);
      return { ...entryOf(name, info), read, close };
    }
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

/** The bytes `[start, end)`, read as they are asked for. */
function streamFile(
  file: Deno.FsFile,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = end - start;
  return new ReadableStream({
    async start() {
      await file.seek(start, Deno.SeekMode.Start);
    },
    async pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      const bytes = left === 0 ? null : await file.read(chunk);
      if (bytes === null) {
        file.close();
        if (left > 0) controller.error(new Error("the file became shorter"));
        else controller.close();
        return;
      }
      left -= bytes;
      controller.enqueue(chunk.subarray(0, bytes));
    },
    cancel: () => file.close(),
  }, { highWaterMark: 1 });
}

/** What must look like nothing to who may not see it. */
function isWithheld(error: unknown): boolean {
  return error instanceof Deno.errors.FilesystemLoop ||
    error instanceof Deno.errors.IsADirectory || error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.InvalidData ||
    error instanceof Error && /ENAMETOOLONG|name too long/i.test(error.message);
}
