// Reads the beginning of an input, unpacked where it is packed, for whoever wants its header alone.

import { openToRead } from "../../lake/disk/open_file.ts";
import { chooseZipMembers } from "../transform/choose_zip_members.ts";
import { packingOf } from "../transform/sniff_input.ts";
import { unpackGzip, unpackZstd } from "./unpack.ts";
import { readZipDirectory } from "./zip/read_zip_directory.ts";
import { unpackZipEntry } from "./zip/unpack_zip_entry.ts";

/**
 * At most `maxBytes` of the plain text; of a ZIP archive, of the file in it that a run would read by its name,
 * and nothing when several may be it.
 * @throws {Error} when the input cannot be read, or is damaged within what is read of it
 */
export async function readPlainHead(path: string, maxBytes: number): Promise<Uint8Array> {
  using file = await openToRead(path);
  const packed = piecesOf(file, maxBytes);
  const first = await packed.next();
  if (first.done) return new Uint8Array();
  const packing = packingOf(first.value);
  if (packing === "none") return first.value;
  if (packing === "zip") return await readMember(file, maxBytes);
  const pieces = async function* () {
    yield first.value;
    yield* packed;
  }();
  return await firstOf(packing === "gz" ? unpackGzip(pieces) : unpackZstd(pieces), maxBytes);
}

async function readMember(file: Deno.FsFile, maxBytes: number): Promise<Uint8Array> {
  const entries = await readZipDirectory(file);
  const choice = chooseZipMembers(entries.map(({ name }) => name));
  const indexes = choice.kind === "known"
    ? [choice.index]
    : choice.kind === "candidates"
    ? choice.indexes
    : [];
  const [entry, other] = indexes.map((index) => entries[index]!);
  if (entry === undefined || other !== undefined) return new Uint8Array();
  return await firstOf(unpackZipEntry(file, entry), maxBytes);
}

async function firstOf(
  pieces: AsyncGenerator<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> {
  const head = new Uint8Array(maxBytes);
  let length = 0;
  for await (const piece of pieces) {
    const part = piece.subarray(0, maxBytes - length);
    head.set(part, length);
    length += part.length;
    if (length === maxBytes) break;
  }
  return head.subarray(0, length);
}

async function* piecesOf(file: Deno.FsFile, pieceBytes: number): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const piece = new Uint8Array(pieceBytes);
    const count = await file.read(piece);
    if (count === null) return;
    yield piece.subarray(0, count);
  }
}
