// Whether an error is the disk's doing, by the system's and SQLite's words: then it is no defect.

/** `full`: there is no room. `damaged`: SQLite cannot read its file. `refused`: anything else, also no handles left. */
export type DiskTrouble = "full" | "read-only" | "damaged" | "refused";

const WORDS: readonly (readonly [DiskTrouble, RegExp])[] = [
  ["full", /\bENOSPC\b|\bEDQUOT\b|\(os error (28|122)\)|database or disk is full/],
  ["read-only", /\bEROFS\b|\(os error 30\)|attempt to write a readonly database/],
  ["damaged", /database disk image is malformed|file is not a database|malformed database schema/],
  [
    "refused",
    /\b(EIO|EMFILE|ENFILE|EACCES)\b|\(os error (5|13|23|24)\)|disk I\/O error|unable to open database/,
  ],
];

/** What the disk did, also where another error tells of it as its cause; null when it did nothing. */
export function diskTrouble(error: unknown): DiskTrouble | null {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth++) {
    const { message } = one;
    const found = WORDS.find(([, words]) => words.test(message));
    if (found !== undefined) return found[0];
  }
  return null;
}
