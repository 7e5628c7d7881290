// What may go wrong with a store, for whoever opens or asks it.

import { DamagedFileError } from "../domain/errors.ts";

/** Another process, or this one, has the store open for writing already. */
export class StoreLockedError extends Error {
  override readonly name = "StoreLockedError";
}

/** A newer version of Playhead wrote the store: it is never derived again by this one. */
export class StoreVersionError extends Error {
  override readonly name = "StoreVersionError";
  /** What is stored can be shown meanwhile. */
  readonly isReadable = true;

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

/** The catalog that the store goes by cannot be read. */
export class CatalogDamagedError extends StoreDamagedError {
  /** Whether there is a store that can be shown meanwhile. */
  readonly isReadable: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isReadable: boolean }) {
    super(message, options);
    this.isReadable = options.isReadable;
  }
}

/** There are more questions than can be answered soon: ask again later. */
export class StoreBusyError extends Error {
  override readonly name = "StoreBusyError";

  constructor() {
    super("The store is asked more than it can answer within 10 s");
  }
}
