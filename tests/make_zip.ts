// Writes ZIP archives for tests, whole ones and ones that lie.

import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** A file to be packed; what is given besides stands in the headers in the place of the truth. */
export interface ZipFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly plainBytes?: number;
  /** Byte at which the directory says that it starts. */
  readonly at?: number;
}

/** How the archive is written. */
export interface ZipForm {
  /** As a program writes that cannot go back: sizes and checksums stand behind the data. */
  readonly isStreamed?: boolean;
  /** With 64-bit sizes and places. */
  readonly isWide?: boolean;
  readonly comment?: string;
}

/** The archive. */
export function makeZip(files: readonly ZipFile[], form: ZipForm = {}): Uint8Array {
  const parts: Uint8Array[] = [], directory: Uint8Array[] = [];
  let at = 0;
  const push = (bytes: Uint8Array) => (parts.push(bytes), at += bytes.length);
  for (const file of files) {
    const plain = Buffer.from(file.content as Uint8Array);
    const packed = file.stored ? plain : deflateRawSync(plain);
    const told = {
      name: new TextEncoder().encode(file.name),
      method: file.method ?? (file.stored ? 0 : 8),
      flags: (file.flags ?? 0) | 0x800 | (form.isStreamed ? 8 : 0),
      crc: file.crc ?? crc32(plain),
      packedBytes: packed.length,
      plainBytes: file.plainBytes ?? plain.length,
      at: file.at ?? at,
    };
    push(localHeader(told, form));
    push(packed);
    if (form.isStreamed) push(numbers("IIII", [0x08074b50, told.crc, packed.length, plain.length]));
    directory.push(directoryEntry(told, form));
  }
  const start = at, entries = Buffer.concat(directory);
  push(entries);
  if (form.isWide) {
    push(numbers("IQHHIIQQQQ", [
      ...[0x06064b50, 44, 45, 45, 0, 0, files.length, files.length, entries.length, start],
    ]));
    push(numbers("IIQI", [0x07064b50, 0, start + entries.length, 1]));
  }
  const comment = new TextEncoder().encode(form.comment ?? "");
  const [count, size, place] = form.isWide
    ? [0xffff, 0xffffffff, 0xffffffff]
    : [files.length, entries.length, start];
  push(numbers("IHHHHIIH", [0x06054b50, 0, 0, count, count, size, place, comment.length]));
  push(comment);
  return Uint8Array.from(Buffer.concat(parts));
}

interface Told {
  readonly name: Uint8Array;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly plainBytes: number;
  readonly at: number;
}

function localHeader(told: Told, { isStreamed }: ZipForm): Uint8Array {
  const { name, method, flags } = told;
  const sizes = isStreamed ? [0, 0, 0] : [told.crc, told.packedBytes, told.plainBytes];
  const fields = [0x04034b50, 20, flags, method, 0, 0, ...sizes, name.length, 0];
  return Buffer.concat([numbers("IHHHHHIIIHH", fields), name]);
}

function directoryEntry(told: Told, { isWide }: ZipForm): Uint8Array {
  const { name, method, flags, crc } = told;
  const sizes = [told.packedBytes, told.plainBytes, told.at];
  const [packed, plain, at] = isWide ? sizes.map(() => 0xffffffff) : sizes;
  const extra = isWide
    ? numbers("HHQQQ", [1, 24, told.plainBytes, told.packedBytes, told.at])
    : new Uint8Array();
  const fields = [
    ...[0x02014b50, 20, 20, flags, method, 0, 0, crc, packed!, plain!],
    ...[name.length, extra.length, 0, 0, 0, 0, at!],
  ];
  return Buffer.concat([numbers("IHHHHHHIIIHHHHHII", fields), name, extra]);
}

/** Little-endian numbers of 2 (H), 4 (I) and 8 (Q) bytes. */
function numbers(form: string, values: readonly number[]): Uint8Array {
  return Buffer.concat([...form].map((kind, index) => {
    const bytes = Buffer.alloc(kind === "H" ? 2 : kind === "I" ? 4 : 8), value = values[index]!;
    if (kind === "H") bytes.writeUInt16LE(value);
    else if (kind === "I") bytes.writeUInt32LE(value);
    else bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  }));
}
