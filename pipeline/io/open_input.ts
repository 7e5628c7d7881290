// Opens an input as a plain file that can be read from any place: packed files and standard input are
// unpacked into a spool file first.

import { InputError } from "../../domain/errors.ts";
import {
  foreignKindOf,
  formatOf,
  type InputFormat,
  type Packing,
  packingOf,
  SNIFF_BYTES,
} from "../transform/sniff_input.ts";
import type { InputFile } from "./expand_inputs.ts";
import { readFailure } from "./read_failure.ts";
import { type SpooledFile, spoolInput } from "./spool_input.ts";
import { UnknownInputError } from "./unknown_input_error.ts";

/** An input whose bytes lie in a plain file. */
export interface OpenedInput {
  /** As the user named it. */
  readonly path: string;
  readonly format: InputFormat;
  readonly compression: Packing;
  /** The plain file: the input itself or its spool file. */
  readonly dataPath: string;
  readonly dataBytes: number;
  /** Size of the input as it lies there, packed if it is. */
  readonly bytes: number;
  /** SHA-256 of the input as it lies there, when spooling it gave it; else `hashFile` gives it. */
  readonly sha256: string | null;
  /** Time of the input's last change when it was opened, in milliseconds; null for a stream. */
  readonly modifiedMs: number | null;
}

/**
 * Opens an input. Bytes and not names tell how it is packed. Spool files go into `spoolFolder`; the
 * caller removes it.
 * @throws {InputError} when the input cannot be read or unpacked, or holds no rows as text
 */
export async function openInput(input: InputFile, spoolFolder: string): Promise<OpenedInput> {
  const { path } = input;
  if (input.kind === "stdin") {
    return fromSpool(path, await spoolInput(path, Deno.stdin, spoolFolder), null);
  }
  using file = await orReadFailure(path, () => Deno.open(path, { read: true }));
  const stat = await orReadFailure(path, () => file.stat());
  // A pipe can be read once only, so nothing may be taken from it to look at.
  if (stat.isFile) {
    const head = await orReadFailure(path, () => readHead(file));
    if (packingOf(head) === "none") return asItLies(path, stat, head);
    await file.seek(0, Deno.SeekMode.Start);
  } else if (stat.isDirectory) {
    throw readFailure(path, new Deno.errors.IsADirectory());
  }
  const sizeBytes = stat.isFile ? stat.size : null;
  const opened = fromSpool(path, await spoolInput(path, file, spoolFolder, sizeBytes), stat);
  await assertUnchanged(opened);
  return opened;
}

/** @throws {InputError} when the input is gone, or its size or time of change is not what it was */
export async function assertUnchanged(opened: OpenedInput): Promise<void> {
  if (opened.modifiedMs === null) return;
  const stat = await orReadFailure(opened.path, () => Deno.stat(opened.path));
  if (stat.size === opened.bytes && modifiedMsOf(stat) === opened.modifiedMs) return;
  throw new InputError(
    `Cannot use ${opened.path} as it changed while it was read: run again when nothing writes to it`,
  );
}

function asItLies(path: string, stat: Deno.FileInfo, head: Uint8Array): OpenedInput {
  refuseForeign(path, head);
  return {
    path,
    format: formatOf(path, head),
    compression: "none",
    dataPath: path,
    dataBytes: stat.size,
    bytes: stat.size,
    sha256: null,
    modifiedMs: modifiedMsOf(stat),
  };
}

function fromSpool(path: string, spooled: SpooledFile, stat: Deno.FileInfo | null): OpenedInput {
  const { packing, head, dataPath, dataBytes, bytes, sha256 } = spooled;
  refuseForeign(path, head);
  return {
    path,
    format: formatOf(path, head),
    compression: packing,
    dataPath,
    dataBytes,
    bytes,
    sha256,
    modifiedMs: stat?.isFile ? modifiedMsOf(stat) : null,
  };
}

function refuseForeign(path: string, head: Uint8Array): void {
  const kind = foreignKindOf(head);
  if (kind !== null) throw new UnknownInputError(path, `it is ${kind}`);
}

function modifiedMsOf(stat: Deno.FileInfo): number | null {
  return stat.mtime?.getTime() ?? null;
}

async function readHead(file: Deno.FsFile): Promise<Uint8Array> {
  const head = new Uint8Array(SNIFF_BYTES);
  return head.subarray(0, await file.read(head) ?? 0);
}

async function orReadFailure<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw readFailure(path, cause);
  }
}
