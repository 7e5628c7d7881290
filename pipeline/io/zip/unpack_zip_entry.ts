// Unpacks one file of a ZIP archive, piece by piece, and holds it to what the directory says of it.

import { crc32 } from "node:zlib";
import { ByteFeed } from "../byte_feed.ts";
import { inflate } from "../unpack.ts";
import { readAt } from "./read_at.ts";
import type { ZipEntry } from "./read_zip_directory.ts";
import { ZipRefusal } from "./zip_refusal.ts";

const LOCAL = 0x04034b50, LOCAL_BYTES = 30;
const STORED = 0, DEFLATED = 8, AES = 99;
const ENCRYPTED = 1, STRONGLY_ENCRYPTED = 0x40, MASKED = 0x2000;
const PIECE_BYTES = 256 << 10;
const METHODS: Readonly<Record<number, string>> = {
  9: "deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "zstd",
  95: "xz",
  98: "PPMd",
};

/**
 * The bytes of an entry.
 * @throws {ZipRefusal} when it is encrypted, or packed in a way that nothing here unpacks
 * @throws {Error} when it is damaged, or not of the size and checksum that the directory says
 */
export async function* unpackZipEntry(
  file: Deno.FsFile,
  entry: ZipEntry,
): AsyncGenerator<Uint8Array> {
  const { method, plainBytes, packedBytes } = entry;
  assertUnpackable(entry);
  const dataAt = await findData(file, entry);
  const feed = new ByteFeed(bytesOf(file, dataAt, packedBytes));
  let crc = 0, bytes = 0;
  for await (const piece of method === DEFLATED ? inflate(feed) : stored(feed)) {
    bytes += piece.length;
    if (bytes > plainBytes) throw new Error("it holds more than it says");
    crc = crc32(piece, crc);
    yield piece;
  }
  if (bytes < plainBytes || await feed.next() !== null) {
    throw new Error("it holds less than it says");
  }
  if (crc !== entry.crc) throw new Error("its checksum is wrong");
}

function assertUnpackable({ name, method, flags }: ZipEntry): void {
  const shown = JSON.stringify(name);
  if ((flags & (ENCRYPTED | STRONGLY_ENCRYPTED | MASKED)) !== 0 || method === AES) {
    throw new ZipRefusal(
      `${shown} in it is encrypted: unpack it with its password, and name what comes out`,
    );
  }
  if (method === DEFLATED || method === STORED) return;
  const how = METHODS[method] ?? `method ${method}`;
  throw new ZipRefusal(
    `${shown} in it is packed with ${how}: unpack it and name what comes out, or pack it with deflate`,
  );
}

/** The local header says the same once more, and how long it is itself. */
async function findData(file: Deno.FsFile, entry: ZipEntry): Promise<number> {
  const header = await readAt(file, entry.at, LOCAL_BYTES);
  const nameLength = header.getUint16(26, true), extraLength = header.getUint16(28, true);
  if (header.getUint32(0, true) !== LOCAL) throw new Error("a file's header is missing");
  const name = new Uint8Array((await readAt(file, entry.at + LOCAL_BYTES, nameLength)).buffer);
  const isSame = header.getUint16(8, true) === entry.method &&
    name.length === entry.nameBytes.length &&
    name.every((byte, index) => byte === entry.nameBytes[index]);
  if (!isSame) throw new Error("a file's header is not what its directory says");
  return entry.at + LOCAL_BYTES + nameLength + extraLength;
}

async function* bytesOf(
  file: Deno.FsFile,
  start: number,
  count: number,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < count;) {
    const size = Math.min(PIECE_BYTES, count - done);
    yield new Uint8Array((await readAt(file, start + done, size)).buffer);
    done += size;
  }
}

async function* stored(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  for (let piece = await feed.next(); piece !== null; piece = await feed.next()) yield piece;
}
