// Which files may be inputs, by their names.

const FORMATS = "csv|tsv|ndjson|jsonl|json", PACKINGS = "gz|gzip|zst|zstd";
const ENDING = new RegExp(`\\.(?:(?:${FORMATS})(?:\\.(?:${PACKINGS}))?|zip)$`, "i");
/** Packings that nothing here unpacks. */
const FOREIGN_PACKING = /\.(bz2|xz|lzma|lz4|br|7z|rar|tar|tgz|tbz2?|txz|Z)$/i;

/** The endings, for messages. */
export const INPUT_ENDINGS =
  ".csv, .tsv, .ndjson, .jsonl or .json (with .gz or .zst behind it or not), or .zip";

/** The ending of an input's name, e.g. `.csv.gz`; null when it is no input's. */
export function inputEnding(path: string): string | null {
  return ENDING.exec(path)?.[0] ?? null;
}

/** Whether a file of a folder has the name of an input. */
export function isInputName(path: string): boolean {
  return inputEnding(path) !== null;
}

/** Why a file of any other name is skipped. */
export function unknownNameReason(path: string): string {
  const packing = FOREIGN_PACKING.exec(path)?.[1];
  return packing === undefined
    ? `its name does not end in ${INPUT_ENDINGS}`
    : `it is packed as .${packing}: unpack it, or pack it as .gz, .zst or .zip`;
}
