// A file layer over the real disk whose process is killed at its n-th operation: that one and all after it
// do nothing, and all locks are gone.

import type { FileLayer } from "../../lake/disk/file_layer.ts";

/** What the operations throw once the process is "dead". */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** Counts file operations, and is killed when it comes to the one numbered `killAt` (from 1). */
export class KilledFiles {
  operations = 0;
  /** The most files that were open at once. */
  mostOpen = 0;
  readonly #killAt: number;
  readonly #open = new Set<Deno.FsFile>();

  constructor(killAt = Infinity) {
    this.#killAt = killAt;
  }

  /** Whether the operation to be killed at was reached. */
  get isDead(): boolean {
    return this.operations >= this.#killAt;
  }

  /** The operations, as a run uses them. */
  readonly layer: FileLayer = {
    copyFileSync: (...args) => this.#do(() => Deno.copyFileSync(...args)),
    lstatSync: (...args) => this.#do(() => Deno.lstatSync(...args)),
    mkdirSync: (...args) => this.#do(() => Deno.mkdirSync(...args)),
    openSync: (...args) => this.#do(() => this.#watch(Deno.openSync(...args))),
    readDirSync: (...args) => this.#do(() => Deno.readDirSync(...args)),
    readTextFileSync: (...args) => this.#do(() => Deno.readTextFileSync(...args)),
    removeSync: (...args) => this.#do(() => this.#remove(...args)),
    renameSync: (...args) => this.#do(() => Deno.renameSync(...args)),
  };

  #do<Result>(operation: () => Result): Result {
    if (this.isDead || ++this.operations >= this.#killAt) {
      // A dead process holds no files and no locks.
      for (const file of this.#open) file.close();
      this.#open.clear();
      throw new Killed("The process was killed");
    }
    return operation();
  }

  /** A folder goes file by file: a kill may find it half removed. */
  #remove(path: string | URL, options?: Deno.RemoveOptions): void {
    if (options?.recursive && Deno.lstatSync(path).isDirectory) {
      for (const { name } of Deno.readDirSync(path)) {
        this.layer.removeSync(`${path}/${name}`, options);
      }
    }
    Deno.removeSync(path);
  }

  #watch(file: Deno.FsFile): Deno.FsFile {
    this.#open.add(file);
    this.mostOpen = Math.max(this.mostOpen, this.#open.size);
    const close = () => {
      if (this.#open.delete(file)) file.close();
    };
    const counted = new Set<PropertyKey>(["writeSync", "syncSync", "lockSync", "tryLockSync"]);
    return new Proxy(file, {
      get: (target, name) => {
        if (name === "close" || name === Symbol.dispose) return close;
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const call = () => value.apply(target, args);
          return counted.has(name) ? this.#do(call) : call();
        };
      },
    });
  }
}
