// Fails the store's n-th call to SQLite or to the file system: the seam is the platform itself.

import { DatabaseSync, StatementSync } from "node:sqlite";

/** How a call fails: it was not made, or it was made and is told as failed. */
export type CallFault = "undone" | "done";

type Call = (this: unknown, ...given: unknown[]) => unknown;

type Seam = readonly (readonly [owner: object, names: readonly string[]])[];

/** What changes a store's files, each with the object that it is a method of. */
const CHANGING: Seam = [
  [DatabaseSync.prototype, ["exec"]],
  [StatementSync.prototype, ["run"]],
  [Deno.FsFile.prototype, ["syncSync"]],
  [Deno, ["renameSync", "removeSync"]],
];
/** A call that only reads changes as much when it fails as when it works. */
const ALL: Seam = [...CHANGING, [StatementSync.prototype, ["get", "all", "iterate"]]];

/** An error as SQLite gives it when there is no room. */
class FullDisk extends Error {
  readonly errcode = 13;
}

/** While it lasts, calls are counted, and one fails. */
export class FailingCalls implements Disposable {
  readonly #originals: (readonly [object, string, Call])[] = [];
  /** Calls so far. */
  made = 0;

  /** The `at`-th call fails, 1 being the first (0: none); `before` is told of each that is made. */
  constructor(at: number, fault: CallFault, before: (made: number) => void = () => {}) {
    for (const [owner, names] of fault === "done" ? CHANGING : ALL) {
      for (const name of names) {
        const original = Reflect.get(owner, name) as Call;
        this.#originals.push([owner, name, original]);
        const failing = (self: unknown, given: unknown[]) => {
          before(++this.made);
          if (this.made !== at) return original.apply(self, given);
          if (fault === "done") original.apply(self, given);
          throw new FullDisk(`call ${at} failed (${fault}): ${name} ${given[0] ?? ""}`);
        };
        Reflect.set(owner, name, function (this: unknown, ...given: unknown[]) {
          return failing(this, given);
        });
      }
    }
  }

  [Symbol.dispose](): void {
    for (const [owner, name, original] of this.#originals) Reflect.set(owner, name, original);
  }
}
