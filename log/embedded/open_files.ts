// The files of an open SQLite database: whether they still have the names under which the next process looks for them.

import { statSync } from "node:fs";

/** A database in WAL mode has three; commits lie in the second before they are in the first. */
const ENDINGS = ["", "-wal", "-shm"];

/** Files by their identity on the disk, as they were when this was made. */
export class OpenFiles {
  readonly #identities: readonly (readonly [path: string, identity: string | null])[];

  /** `path`: of a database that is open, so that all of its files are there. */
  constructor(path: string) {
    this.#identities = ENDINGS.map((ending) => [path + ending, identityOf(path + ending)]);
  }

  /** The path of a file that was removed or replaced since; null while all are there. */
  findReplaced(): string | null {
    return this.#identities.find(([path, identity]) => identityOf(path) !== identity)?.[0] ?? null;
  }
}

/** Null where there is no such file. */
function identityOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}/${found.ino}`;
}
