// What may go wrong with a store, for whoever opens or asks it.

import { DamagedFileError } from "../domain/errors.ts";

/** Another process, or this one, has the store open for writing already. */
export class StoreLockedError extends Error {
  override readonly name = "StoreLockedError";
}

/** A newer version of Playhead wrote the store: it is never derived again by this one. */
export class StoreVersionError extends Error {
  override readonly name = "StoreVersionError";

  /** `known` is the newest version that this Playhead writes. */
  constructor(version: string, known: string) {
    super(
      `The store must be of version ${known} or older (got ${version}): a newer Playhead wrote it, ` +
        "start that one",
    );
  }
}

/** What belongs to the store cannot be read as it was written; the message names the file and the way out. */
export class StoreDamagedError extends DamagedFileError {}

/** The catalog that the store goes by: without it, what is stored can still be shown. */
export class CatalogDamagedError extends StoreDamagedError {}

/** There are more questions than can be answered soon: ask again later. */
export class StoreBusyError extends Error {
  override readonly name = "StoreBusyError";

  constructor() {
    super("The store is asked more than it can answer within 10 s");
  }
}
