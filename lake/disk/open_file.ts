// Files that are open for reading.

import { OWN_FILE } from "./own_file.ts";

/** Reads of a size that stays in the processor's cache. */
const PIECE_BYTES = 256 << 10;

/** A file that is read by places. Close it after use. */
export class OpenFile implements Disposable {
  readonly #file: Deno.FsFile;

  /** @throws the system's error where the file cannot be opened */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { read: true });
  }

  get sizeBytes(): number {
    return this.#file.statSync().size;
  }

  /** Fills `into` with the bytes from `at` on; how many there were, fewer only at the file's end. */
  readAt(at: number, into: Uint8Array): number {
    this.#file.seekSync(at, Deno.SeekMode.Start);
    return fill(this.#file, into);
  }

  close(): void {
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Reads until `into` is full or nothing more comes; how many bytes there were. */
export function fill(
  source: { readSync(into: Uint8Array): number | null },
  into: Uint8Array,
): number {
  let length = 0;
  while (length < into.length) {
    const count = source.readSync(into.subarray(length));
    if (count === null) break;
    length += count;
  }
  return length;
}

/** Opens a file, or a pipe, whose other end may take its time: that must not hold the thread up. */
export async function openToRead(path: string): Promise<Deno.FsFile> {
  return await Deno.open(path, { read: true });
}

/** Opens a file of its owner's alone for writing; one that is there is emptied. */
export async function createOwnFile(path: string): Promise<Deno.FsFile> {
  return await Deno.open(path, { write: true, create: true, truncate: true, ...OWN_FILE });
}

/** All of a file. @throws the system's error */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(path);
}

/** All of a file of text. @throws the system's error */
export async function readText(path: string | URL): Promise<string> {
  return await Deno.readTextFile(path);
}

/** The same while the thread waits. */
export function readTextNow(path: string | URL): string {
  return Deno.readTextFileSync(path);
}

/** The first bytes of a file, at most `maxBytes`. */
export function readHead(path: string, maxBytes: number): Uint8Array {
  using file = new OpenFile(path);
  const head = new Uint8Array(maxBytes);
  return head.subarray(0, file.readAt(0, head));
}

/** The bytes of a file in pieces, each valid until the next one. */
export function* piecesOf(path: string): Generator<Uint8Array> {
  using file = new OpenFile(path);
  const piece = new Uint8Array(PIECE_BYTES);
  for (let at = 0;;) {
    const count = file.readAt(at, piece);
    if (count > 0) yield piece.subarray(0, count);
    if (count < piece.length) return;
    at += count;
  }
}
