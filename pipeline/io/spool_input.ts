// Copies an input that cannot be read from any place (packed, or a stream) into a plain file.

import { createHash } from "node:crypto";
import { AuditError, InputError } from "../../domain/errors.ts";
import { type Packing, packingOf, SNIFF_BYTES } from "../transform/sniff_input.ts";
import { writeAll } from "../../lake/disk/file_layer.ts";
import { readFailure } from "../../lake/disk/read_failure.ts";
import { createScratch } from "../../lake/disk/scratch_file.ts";
import { unpackGzip, unpackZstd } from "./unpack.ts";

const PIECE_BYTES = 256 << 10;

/**
 * How many times its own size an input may unpack to. Logs of views pack 20 to 60 times, the most alike 150;
 * what packs better is made to fill disks.
 */
const MAX_RATIO = 300;
/** So much is unpacked whatever the ratio: a small file may hold little but repetitions. */
const FREE_BYTES = 64 << 20;

/** Anything that bytes come from: a file, standard input. */
export interface ByteSource {
  read(into: Uint8Array): Promise<number | null>;
}

/** Where unpacked bytes go; a file. */
export interface ByteTarget {
  writeSync(bytes: Uint8Array): number;
}

/** What copying an input showed. */
export interface Spooled {
  readonly packing: Packing;
  /** The first unpacked bytes, to tell the format by. */
  readonly head: Uint8Array;
  /** Size of the input as it came, packed if it was. */
  readonly bytes: number;
  /** SHA-256 of the input as it came, in hexadecimal. */
  readonly sha256: string;
  /** Size of the plain file. */
  readonly dataBytes: number;
}

/** A spooled input and its plain file. */
export interface SpooledFile extends Spooled {
  readonly dataPath: string;
}

/**
 * Copies an input into a new file in `folder`, which is made when it is not there.
 * `path` is for messages.
 * @throws {InputError} when the input cannot be read or unpacked
 * @throws {AuditError} when there is no room for it
 */
export async function spoolInput(
  path: string,
  source: ByteSource,
  folder: string,
  sizeBytes: number | null = null,
): Promise<SpooledFile> {
  const { path: dataPath, file } = createScratch(folder);
  using target = file;
  return { ...await spoolBytes(path, source, target, sizeBytes), dataPath };
}

/**
 * Copies `source` into `target`, unpacked; memory stays bounded, and so is the plain file. `sizeBytes`: the
 * size of the source when it is known beforehand.
 * @throws {InputError}
 */
export async function spoolBytes(
  path: string,
  source: ByteSource,
  target: ByteTarget,
  sizeBytes: number | null = null,
): Promise<Spooled> {
  const hash = createHash("sha256");
  let bytes = 0, dataBytes = 0;
  const pieces = async function* () {
    for (;;) {
      const piece = await readPiece(path, source);
      if (piece === null) return;
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }();
  // The first piece is long enough to tell the packing, however slowly a pipe delivers.
  const first = await pieces.next();
  const packing = first.done ? "none" : packingOf(first.value);
  const isPacked = packing === "gz" || packing === "zst";
  const head: number[] = [];
  try {
    for await (const piece of unpacked(startingWith(first, pieces), packing)) {
      if (head.length < SNIFF_BYTES) head.push(...piece.subarray(0, SNIFF_BYTES - head.length));
      dataBytes += piece.length;
      const tooFar = isPacked ? unpacksTooFar(path, dataBytes, sizeBytes ?? bytes) : null;
      if (tooFar !== null) throw tooFar;
      writePlain(path, target, piece);
    }
  } catch (cause) {
    throw cause instanceof InputError || cause instanceof AuditError
      ? cause
      : unpackFailure(path, packing, cause);
  }
  return { packing, head: new Uint8Array(head), bytes, sha256: hash.digest("hex"), dataBytes };
}

/** The error of what unpacks to more than it may; null when it does not. */
export function unpacksTooFar(
  path: string,
  plainBytes: number,
  packedBytes: number,
): InputError | null {
  if (plainBytes <= Math.max(FREE_BYTES, packedBytes * MAX_RATIO)) return null;
  return new InputError(
    `Cannot read ${path} as it must unpack to at most ${MAX_RATIO} times its size: it may be made to fill ` +
      "the disk; if it is not, unpack it yourself and name the plain file",
  );
}

/** A full piece, or what was left; null at the end. */
async function readPiece(path: string, source: ByteSource): Promise<Uint8Array | null> {
  const piece = new Uint8Array(PIECE_BYTES);
  let length = 0;
  try {
    while (length < PIECE_BYTES) {
      const count = await source.read(piece.subarray(length));
      if (count === null) break;
      length += count;
    }
  } catch (cause) {
    throw cause instanceof InputError ? cause : readFailure(path, cause);
  }
  return length === 0 ? null : piece.subarray(0, length);
}

async function* startingWith(
  first: IteratorResult<Uint8Array, void>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

function unpacked(
  pieces: AsyncGenerator<Uint8Array>,
  packing: Packing,
): AsyncGenerator<Uint8Array> {
  // Of a ZIP archive the directory stands at its end: it is kept as it is until all of it has come.
  if (packing === "none" || packing === "zip") return pieces;
  return packing === "gz" ? unpackGzip(pieces) : unpackZstd(pieces);
}

function unpackFailure(path: string, packing: Packing, cause: unknown): InputError {
  const name = packing === "gz" ? "gzip" : "zstd";
  const why = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause);
  if (/requires too much memory/.test(why)) {
    return new InputError(
      `Cannot read ${path} as zstd: its window must be at most 128 MiB: unpack it with ` +
        "zstd -d --long=31 and name the plain file",
      { cause },
    );
  }
  return new InputError(
    `Cannot read ${path} as ${name}: ${why} (it is damaged or cut short: get it or pack it again)`,
    { cause },
  );
}

function writePlain(path: string, target: ByteTarget, bytes: Uint8Array): void {
  try {
    writeAll(target, bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    // Nothing is wrong with the input: as for any other file that a run cannot write.
    const name = path === "-" ? "standard input" : path;
    throw new AuditError(
      `Cannot unpack ${name} as there must be room for the plain file: ${why}; free some, or write ` +
        "to another disk",
      { cause },
    );
  }
}
