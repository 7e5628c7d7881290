// What the doctor finds: one thing that is wrong, and how it can be mended.

/** One problem. */
export interface Finding {
  /** One sentence, which names the file. */
  readonly problem: string;
  /** Mends it and says what was done; null when nothing here can. */
  readonly mend: (() => string | Promise<string>) | null;
  /** What to do when nothing here mends it. */
  readonly advice?: string;
}
