// What a reader in another thread failed with, as the store's thread throws it.

import type { Blame } from "./blame_of.ts";

/** A reader failed; the message is its failure's. */
export class ReaderError extends Error {
  override readonly name = "ReaderError";
  readonly blame: Blame;

  constructor(message: string, blame: Blame) {
    super(message);
    this.blame = blame;
  }
}
