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
  [[0x50, 0x41, 0x52, 0x31, 0x15], "a Parquet file: name the CSV, NDJSON or JSON it came from"],
  [[0xff, 0xfe], "UTF-16 text: save it as UTF-8"],
  [[0xfe, 0xff], "UTF-16 text: save it as UTF-8"],
];

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
  return FOREIGN.find(([beginning]) => startsWith(head, beginning))?.[1] ?? null;
}

/** -1 stands for any byte. */
function startsWith(head: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => head[at] === byte || (byte === -1 && at < head.length));
}
