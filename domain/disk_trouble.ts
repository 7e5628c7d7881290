// Whether an error is the disk's doing, by the system's and SQLite's words: then it is no defect.

/**
 * `full`: there is no room. `failing`: it is broken. `damaged`: SQLite cannot read its file. `refused`: anything
 * else, also no handles left.
 */
export type DiskTrouble = "full" | "read-only" | "damaged" | "failing" | "refused";

/** By the system's names and numbers: those of Linux, macOS and (39, 112) Windows, and by SQLite's words. */
const WORDS: readonly (readonly [DiskTrouble, RegExp])[] = [
  ["full", /\bENOSPC\b|\bEDQUOT\b|\(os error (28|122)\)|quota exceeded|database or disk is full/],
  // On Linux the same numbers are other errors.
  ["full", /(?<!not empty )\(os error 39\)|(?<!is down )\(os error 112\)/],
  ["read-only", /\bEROFS\b|\(os error 30\)|attempt to write a readonly database/],
  ["damaged", /database disk image is malformed|file is not a database|malformed database schema/],
  ["failing", /\bEIO\b|Input\/output error|cyclic redundancy|disk I\/O error/],
  ["refused", /\b(EMFILE|ENFILE|EACCES)\b|\(os error (5|13|23|24)\)|unable to open database/],
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

/** Whether a disk is full or broken: nothing that was asked for is wrong then. */
export function isDiskFailure(error: unknown): boolean {
  const trouble = diskTrouble(error);
  return trouble === "full" || trouble === "failing";
}

/** Whether the system refused something, for whatever reason. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error &&
    /\(os error \d+\)|\b(ENOSPC|EDQUOT|EROFS|EIO)\b/.test(error.message);
}
