// Tells what an input is from its name and first bytes.

/** How an input is packed, by the ending such files have. */
export type Packing = "none" | "gz" | "zst" | "zip";

/** The text formats of rows. */
export type InputFormat = "csv" | "ndjson" | "json";

/** Bytes of a beginning that are enough to tell: white space may stand before the first row. */
export const SNIFF_BYTES = 4_096;

/** Beginnings of files that hold no rows as text, with what they are and what to do about it. */
const FOREIGN: readonly (readonly [number[], string])[] = [
  [[0x1f, 0x8b], "packed twice: unpack it once with gzip -d"],
  [[0x28, 0xb5, 0x2f, 0xfd], "packed twice: unpack it once with zstd -d"],
  [[0x50, 0x4b, 3, 4], "a ZIP archive in another packing: unpack it once, and name the archive"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "packed with xz: unpack it with xz -d, or pack it as .zst"],
  [[0x42, 0x5a, 0x68, -1, 0x31, 0x41, 0x59], "packed with bzip2: unpack it with bzip2 -d"],
  [[0x04, 0x22, 0x4d, 0x18], "packed with lz4: unpack it with lz4 -d, or pack it as .zst"],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive: unpack it, and name the file of views"],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 7], "a RAR archive: unpack it, and name the file of views"],
  [[0x50, 0x41, 0x52, 0x31, 0x15], "a Parquet file: name the CSV, NDJSON or JSON it came from"],
  [[...ascii("ARROW1"), 0, 0], "an Arrow file: name the CSV, NDJSON or JSON it came from"],
  [[...ascii("Obj"), 1], "an Avro file: name the CSV, NDJSON or JSON it came from"],
  [[...ascii("SQLite format 3"), 0], "an SQLite database: save its views as CSV"],
  [
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    "an old spreadsheet or document: save its rows as CSV",
  ],
  [[...ascii("%PDF-")], "a PDF document: get its rows as CSV"],
  [[0xff, 0xfe, 0, 0], "UTF-32 text: save it as UTF-8"],
  [[0, 0, 0xfe, 0xff], "UTF-32 text: save it as UTF-8"],
  [[0xff, 0xfe], "UTF-16 text: save it as UTF-8"],
  [[0xfe, 0xff], "UTF-16 text: save it as UTF-8"],
];
/** Where a tar archive has its mark, which old ones lack. */
const TAR_MARK = ascii("ustar"), TAR_MARK_AT = 257;
/** What a server sends in place of a file: an error, or a form to sign in. */
const WEB_PAGE = /^\s*<(?:!doctype\s+html|html)[\s>]/i;

const ZIP_BEGINNINGS = [[0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0x50, 0x4b, 7, 8]];

/** How a file that starts with `head` is packed; its name does not count. */
export function packingOf(head: Uint8Array): Packing {
  if (startsWith(head, [0x1f, 0x8b])) return "gz";
  if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd])) return "zst";
  // Its first file; its end, when it is empty; or the mark of one that was split.
  if (ZIP_BEGINNINGS.some((beginning) => startsWith(head, beginning))) return "zip";
  // A frame to be skipped, with which pzstd begins its files; its first four bits are free.
  const isSkippable = startsWith(head, [-1, 0x2a, 0x4d, 0x18]) && head[0]! >> 4 === 5;
  return isSkippable ? "zst" : "none";
}

/** The format of an unpacked input: by its name where that tells, else by its first visible byte. */
export function formatOf(path: string, head: Uint8Array): InputFormat {
  const name = path.toLowerCase().replace(/\.(?:gz|gzip|zst|zstd)$/, "");
  if (/\.(?:csv|tsv)$/.test(name)) return "csv";
  if (/\.(?:ndjson|jsonl)$/.test(name)) return "ndjson";
  const first = new TextDecoder().decode(head.subarray(0, SNIFF_BYTES)).trimStart()[0];
  if (first === "{") return "ndjson";
  return first === "[" || name.endsWith(".json") ? "json" : "csv";
}

/** What an unpacked input is instead of rows as text, and what to do; null when it may be rows. */
export function foreignKindOf(head: Uint8Array): string | null {
  const known = FOREIGN.find(([beginning]) => startsWith(head, beginning))?.[1];
  if (known !== undefined) return known;
  if (startsWith(head.subarray(TAR_MARK_AT), TAR_MARK)) {
    return "a tar archive: unpack it with tar -xf, and name the file of views";
  }
  if (WEB_PAGE.test(new TextDecoder().decode(head))) {
    return "a web page: open it to see what it says, and get the file again";
  }
  return hasZeroInEachPair(head) ? "UTF-16 text: save it as UTF-8" : null;
}

/** Plain text of two bytes a character, without the mark that tells so. */
function hasZeroInEachPair(head: Uint8Array): boolean {
  const pairs = [0, 2, 4].map((at) => head.subarray(at, at + 2));
  return [0, 1].some((zero) =>
    pairs.every((pair) => pair[zero] === 0 && (pair[1 - zero] ?? 0) > 0)
  );
}

function ascii(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

/** -1 stands for any byte. */
function startsWith(head: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => head[at] === byte || (byte === -1 && at < head.length));
}
