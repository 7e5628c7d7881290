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
import { hashFile } from "../../lake/disk/hash_file.ts";
import { openToRead } from "../../lake/disk/open_file.ts";
import { orReadFailure, orReadFailureLater, readFailure } from "../../lake/disk/read_failure.ts";
import { remove, statOf } from "../../lake/disk/names.ts";
import { type SpooledFile, spoolInput } from "./spool_input.ts";
import { UnknownInputError } from "./unknown_input_error.ts";
import { endsAsZip } from "./zip/read_zip_directory.ts";
import { type SpooledMember, spoolZipMember } from "./zip/spool_zip_member.ts";

/** Whether a plain file begins as views do. */
export type HoldsViews = (
  plain: Pick<OpenedInput, "path" | "dataPath" | "dataBytes" | "format">,
) => boolean;

/** An input whose bytes lie in a plain file. */
export interface OpenedInput {
  /** As the user named it. */
  readonly path: string;
  readonly format: InputFormat;
  readonly compression: Packing;
  /** The file that was read, of a ZIP archive; else null. */
  readonly member: string | null;
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
 * caller removes it. `holdsViews` is asked which of several files in a ZIP archive is meant.
 * @throws {InputError} when the input cannot be read or unpacked, or holds no rows as text
 */
export async function openInput(
  input: InputFile,
  spoolFolder: string,
  holdsViews: HoldsViews = () => true,
): Promise<OpenedInput> {
  const { path } = input;
  if (input.kind === "stdin") {
    const spooled = await spoolInput(path, Deno.stdin, spoolFolder);
    return await fromSpool(path, spooled, null, { spoolFolder, holdsViews });
  }
  using file = await orReadFailureLater(path, openToRead);
  const stat = await orReadFailureLater(path, () => file.stat());
  // A pipe can be read once only, so nothing may be taken from it to look at.
  if (stat.isFile) {
    const head = await orReadFailureLater(path, () => readHead(file));
    const packing = packingOf(head);
    if (packing === "zip" || packing === "none" && /\.zip$/i.test(path) && await endsAsZip(file)) {
      const lies = { zipPath: path, bytes: stat.size, sha256: await hashFile(path) };
      const opened = await fromZip(path, lies, stat, { spoolFolder, holdsViews });
      assertUnchanged(opened);
      return opened;
    }
    if (packing === "none") return asItLies(path, stat, head);
    await file.seek(0, Deno.SeekMode.Start);
  } else if (stat.isDirectory) {
    throw readFailure(path, new Deno.errors.IsADirectory());
  }
  const sizeBytes = stat.isFile ? stat.size : null;
  const spooled = await spoolInput(path, file, spoolFolder, sizeBytes);
  const opened = await fromSpool(path, spooled, stat, { spoolFolder, holdsViews });
  assertUnchanged(opened);
  return opened;
}

/** @throws {InputError} when the input is gone, or its size or time of change is not what it was */
export function assertUnchanged(opened: OpenedInput): void {
  if (opened.modifiedMs === null) return;
  const stat = orReadFailure(opened.path, statOf);
  if (stat.size === opened.bytes && modifiedMsOf(stat) === opened.modifiedMs) return;
  throw new InputError(
    `Cannot use ${opened.path} as it changed while it was read: run again when nothing writes to it`,
  );
}

function asItLies(path: string, stat: Deno.FileInfo, head: Uint8Array): OpenedInput {
  refuseForeign(path, head);
  const packing = /\.(?:gz|gzip|zst|zstd|zip)$/i.exec(path)?.[0];
  if (packing !== undefined && head.includes(0)) {
    throw new UnknownInputError(
      path,
      `its name ends in ${packing} and its bytes are neither that nor text: it may be damaged, so get it again`,
    );
  }
  return {
    path,
    format: formatOf(path, head),
    compression: "none",
    member: null,
    dataPath: path,
    dataBytes: stat.size,
    bytes: stat.size,
    sha256: null,
    modifiedMs: modifiedMsOf(stat),
  };
}

/** How files of archives are unpacked. */
interface ZipHandling {
  readonly spoolFolder: string;
  readonly holdsViews: HoldsViews;
}

async function fromSpool(
  path: string,
  spooled: SpooledFile,
  stat: Deno.FileInfo | null,
  handling: ZipHandling,
): Promise<OpenedInput> {
  const { packing, head, dataPath, dataBytes, bytes, sha256 } = spooled;
  if (packing === "zip") {
    const opened = await fromZip(path, { zipPath: dataPath, bytes, sha256 }, stat, handling);
    remove(dataPath);
    return opened;
  }
  refuseForeign(path, head);
  return {
    ...{ path, format: formatOf(path, head), compression: packing, member: null },
    ...{ dataPath, dataBytes, bytes, sha256, modifiedMs: fileTimeMs(stat) },
  };
}

/** An archive is known by its own bytes; its rows are those of one file in it. */
async function fromZip(
  path: string,
  { zipPath, bytes, sha256 }: {
    readonly zipPath: string;
    readonly bytes: number;
    readonly sha256: string;
  },
  stat: Deno.FileInfo | null,
  { spoolFolder, holdsViews }: ZipHandling,
): Promise<OpenedInput> {
  const plain = ({ name, spooled: { dataPath, dataBytes, head } }: SpooledMember) => ({
    ...{ path, dataPath, dataBytes, format: formatOf(name, head) },
  });
  const member = await spoolZipMember(zipPath, {
    ...{ path, spoolFolder },
    holdsViews: (member) =>
      foreignKindOf(member.spooled.head) === null && holdsViews(plain(member)),
  });
  refuseForeign(path, member.spooled.head);
  return {
    ...{ ...plain(member), compression: "zip", member: member.name, bytes, sha256 },
    modifiedMs: fileTimeMs(stat),
  };
}

function fileTimeMs(stat: Deno.FileInfo | null): number | null {
  return stat?.isFile ? modifiedMsOf(stat) : null;
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
