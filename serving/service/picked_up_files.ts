// Remembers which files of the watched folder were run, so that each version is run once.

import { join } from "node:path";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { KeptJson } from "../../lake/kept_json.ts";
import { isPlainObject } from "../../domain/parse_kept_json.ts";

const NAME = "picked_up.json";

/** Where they are kept. */
export function pickedUpPath(dataPath: string): string {
  return join(dataPath, NAME);
}

/** Whether the file has its form. */
export function areMarksWhole(marks: unknown): boolean {
  return isPlainObject(marks) && Object.values(marks).every((mark) => typeof mark === "string");
}

/** Versions by path, on disk. */
export class PickedUpFiles {
  readonly #file: KeptJson<Record<string, string>>;
  readonly #marks: Map<string, string>;

  private constructor(file: KeptJson<Record<string, string>>, marks: Map<string, string>) {
    this.#file = file;
    this.#marks = marks;
  }

  /** Reads what earlier processes left. */
  static async open(dataPath: string): Promise<PickedUpFiles> {
    const file = new KeptJson<Record<string, string>>(new DiskLake(dataPath), NAME, areMarksWhole);
    return new PickedUpFiles(file, new Map(Object.entries(await file.read() ?? {})));
  }

  get marks(): ReadonlyMap<string, string> {
    return this.#marks;
  }

  /** To be called before the file is run again. */
  async forget(path: string): Promise<void> {
    if (this.#marks.delete(path)) await this.#write();
  }

  /** To be called once the file's rows are durable: a crash before it runs the file again. */
  async add(path: string, mark: string): Promise<void> {
    this.#marks.set(path, mark);
    await this.#write();
  }

  async #write(): Promise<void> {
    await this.#file.write(Object.fromEntries(this.#marks));
  }
}
