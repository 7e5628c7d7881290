// Which files of a folder may be inputs, by their names.

const ENDINGS = ["csv", "tsv", "txt", "ndjson", "jsonl", "json"];
const PACKINGS = ["gz", "gzip", "zst", "zstd"];
const INPUT_NAME = new RegExp(
  `\\.(?:(?:${ENDINGS.join("|")})(?:\\.(?:${PACKINGS.join("|")}))?|zip)$`,
  "i",
);
/** Packings that nothing here unpacks. */
const FOREIGN_PACKING = /\.(bz2|xz|lzma|lz4|br|7z|rar|tar|tgz|tbz2?|txz|Z)$/i;

/** The endings, for messages. */
export const INPUT_ENDINGS =
  ".csv, .tsv, .txt, .ndjson, .jsonl or .json (with .gz or .zst behind it or not), or .zip";

/** Whether a file of a folder has the name of an input. */
export function isInputName(path: string): boolean {
  return INPUT_NAME.test(path);
}

/** Why a file of any other name is skipped. */
export function unknownNameReason(path: string): string {
  const packing = FOREIGN_PACKING.exec(path)?.[1];
  return packing === undefined
    ? `its name does not end in ${INPUT_ENDINGS}`
    : `it is packed as .${packing}: unpack it, or pack it as .gz, .zst or .zip`;
}
