// Reads the directory of a ZIP archive: what is in it, and where. The layout is that of PKWARE's APPNOTE.

import { readAt } from "./read_at.ts";
import { ZipRefusal } from "./zip_refusal.ts";

/** A file in an archive, as the directory has it. */
export interface ZipEntry {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly plainBytes: number;
  /** Byte of the file at which its local header starts. */
  readonly at: number;
}

/** Where the directory lies. */
interface Directory {
  readonly entries: number;
  readonly bytes: number;
  /** As the archive counts; bytes may stand before the archive. */
  readonly offset: number;
  /** Byte of the file at which the directory ends. */
  readonly end: number;
}

const END = 0x06054b50, END_64 = 0x06064b50, LOCATOR_64 = 0x07064b50, ENTRY = 0x02014b50;
const END_BYTES = 22, END_64_BYTES = 56, LOCATOR_BYTES = 20, ENTRY_BYTES = 46, LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff, WHOLE_16 = 0xffff, WHOLE_32 = 0xffffffff;
const UTF8_FLAG = 0x800;
/** Far beyond any export. */
const MAX_ENTRIES = 100_000, MAX_DIRECTORY_BYTES = 64 << 20;

/** Whether a file ends as an archive does, whatever it begins with. */
export async function endsAsZip(file: Deno.FsFile): Promise<boolean> {
  return await findEnd(file).then((end) => end !== null, () => false);
}

/**
 * All files of an archive.
 * @throws {ZipRefusal} when there are too many, or parts of it lie elsewhere
 * @throws {Error} when it is damaged or cut short
 */
export async function readZipDirectory(file: Deno.FsFile): Promise<ZipEntry[]> {
  const directory = await findDirectory(file);
  if (directory.entries > MAX_ENTRIES || directory.bytes > MAX_DIRECTORY_BYTES) {
    throw new ZipRefusal(
      `it must hold at most ${MAX_ENTRIES} files (it says ${directory.entries}): unpack it, and name ` +
        "the file of views",
    );
  }
  const start = directory.end - directory.bytes;
  const shift = start - directory.offset;
  if (shift < 0) throw new Error("its directory does not fit into it");
  const view = await readAt(file, start, directory.bytes);
  const entries: ZipEntry[] = [];
  let p = 0;
  for (let n = 0; n < directory.entries; n++) {
    if (p + ENTRY_BYTES > directory.bytes || view.getUint32(p, true) !== ENTRY) {
      throw new Error("its directory is broken");
    }
    const length = ENTRY_BYTES + view.getUint16(p + 28, true) + view.getUint16(p + 30, true) +
      view.getUint16(p + 32, true);
    if (p + length > directory.bytes) throw new Error("its directory is broken");
    entries.push(readEntry(view, p, shift));
    p += length;
  }
  if (p !== directory.bytes) throw new Error("its directory is broken");
  assertApart(entries, start);
  return entries;
}

function readEntry(view: DataView, p: number, shift: number): ZipEntry {
  const nameLength = view.getUint16(p + 28, true), extraLength = view.getUint16(p + 30, true);
  const flags = view.getUint16(p + 8, true);
  const nameBytes = new Uint8Array(view.buffer, p + ENTRY_BYTES, nameLength);
  const extra = new DataView(view.buffer, p + ENTRY_BYTES + nameLength, extraLength);
  const wide = wideFields(extra);
  const field = (value: number) => value === WHOLE_32 ? wide() : value;
  const plainBytes = field(view.getUint32(p + 24, true));
  const packedBytes = field(view.getUint32(p + 20, true));
  const at = field(view.getUint32(p + 42, true)) + shift;
  if (![plainBytes, packedBytes, at].every(Number.isSafeInteger)) {
    throw new Error("its directory is broken");
  }
  return {
    ...{ name: nameOf(nameBytes, flags), nameBytes, flags, plainBytes, packedBytes, at },
    method: view.getUint16(p + 10, true),
    crc: view.getUint32(p + 16, true),
  };
}

/** The 64-bit values of an entry, one after the other: those whose own fields have no room for them. */
function wideFields(extra: DataView): () => number {
  for (let x = 0; x + 4 <= extra.byteLength;) {
    const length = extra.getUint16(x + 2, true);
    if (extra.getUint16(x, true) === 1) {
      let at = x + 4;
      const end = Math.min(at + length, extra.byteLength);
      return () => {
        if (at + 8 > end) throw new Error("its directory is broken");
        at += 8;
        return Number(extra.getBigUint64(at - 8, true));
      };
    }
    x += 4 + length;
  }
  return () => WHOLE_32;
}

/** Names without the flag are of an old code page; most are ASCII, or UTF-8 all the same. */
function nameOf(bytes: Uint8Array, flags: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: (flags & UTF8_FLAG) === 0 }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

/** Entries that share bytes are how a small archive unpacks to terabytes. */
function assertApart(entries: readonly ZipEntry[], directoryStart: number): void {
  let end = 0;
  for (const { at, packedBytes, nameBytes } of entries.toSorted((a, b) => a.at - b.at)) {
    if (at < end) throw new Error("files in it share bytes");
    end = at + LOCAL_BYTES + nameBytes.length + packedBytes;
  }
  if (end > directoryStart) throw new Error("a file in it does not fit into it");
}

async function findDirectory(file: Deno.FsFile): Promise<Directory> {
  const end = await findEnd(file);
  if (end === null) throw new Error("its end is missing");
  const { view, at } = end;
  const disks = [view.getUint16(4, true), view.getUint16(6, true)];
  const entries = view.getUint16(10, true);
  const bytes = view.getUint32(12, true), offset = view.getUint32(16, true);
  if (entries === WHOLE_16 || bytes === WHOLE_32 || offset === WHOLE_32) {
    const wide = await findWideDirectory(file, at);
    if (wide !== null) return wide;
  }
  if (disks.some((disk) => disk !== 0) || view.getUint16(8, true) !== entries) {
    throw new ZipRefusal("it is one part of several: join them, and name the whole");
  }
  return { entries, bytes, offset, end: at };
}

/** The record at the end; a comment may stand behind it. @throws {Error} when other bytes do */
async function findEnd(file: Deno.FsFile): Promise<{ view: DataView; at: number } | null> {
  const { size } = await file.stat();
  const count = Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
  const tail = await readAt(file, size - count, count);
  let isFollowed = false;
  for (let p = count - END_BYTES; p >= 0; p--) {
    if (tail.getUint32(p, true) !== END) continue;
    const end = p + END_BYTES + tail.getUint16(p + 20, true);
    if (end === count) {
      return { view: new DataView(tail.buffer, p, END_BYTES), at: size - count + p };
    }
    isFollowed ||= end < count;
  }
  if (isFollowed) throw new Error("bytes that are not its own stand behind its end");
  return null;
}

/** The directory of an archive past 4 GiB or 65,534 files; null when there is no such record. */
async function findWideDirectory(file: Deno.FsFile, endAt: number): Promise<Directory | null> {
  if (endAt < LOCATOR_BYTES) return null;
  const locator = await readAt(file, endAt - LOCATOR_BYTES, LOCATOR_BYTES);
  if (locator.getUint32(0, true) !== LOCATOR_64) return null;
  // Its own place is the locator's, moved by what stands before the archive: right before the locator.
  const at = endAt - LOCATOR_BYTES - END_64_BYTES;
  const told = Number(locator.getBigUint64(8, true));
  for (const place of [told, at]) {
    if (place < 0 || place > at) continue;
    const view = await readAt(file, place, END_64_BYTES);
    if (view.getUint32(0, true) !== END_64) continue;
    if (view.getUint32(16, true) !== 0 || view.getUint32(20, true) !== 0) {
      throw new ZipRefusal("it is one part of several: join them, and name the whole");
    }
    return {
      entries: Number(view.getBigUint64(32, true)),
      bytes: Number(view.getBigUint64(40, true)),
      offset: Number(view.getBigUint64(48, true)),
      end: place,
    };
  }
  throw new Error("its directory is missing");
}
