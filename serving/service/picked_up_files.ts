// Remembers which files of the watched folder were run, so that each version is run once.

import { join } from "node:path";
import { isPlainObject, parseKeptJson } from "../../domain/parse_kept_json.ts";
import { replaceText } from "../../lake/disk/replace_file.ts";

/** Where they are kept. */
export function pickedUpPath(dataPath: string): string {
  return join(dataPath, "picked_up.json");
}

/** Whether the file has its form. */
export function areMarksWhole(marks: unknown): boolean {
  return isPlainObject(marks) && Object.values(marks).every((mark) => typeof mark === "string");
}

/** Versions by path, on disk. */
export class PickedUpFiles {
  readonly #path: string;
  readonly #marks: Map<string, string>;

  private constructor(path: string, marks: Map<string, string>) {
    this.#path = path;
    this.#marks = marks;
  }

  /** Reads what earlier processes left. */
  static async open(dataPath: string): Promise<PickedUpFiles> {
    const path = pickedUpPath(dataPath);
    try {
      const text = await Deno.readTextFile(path);
      const marks = parseKeptJson<Record<string, string>>(path, text, areMarksWhole);
      return new PickedUpFiles(path, new Map(Object.entries(marks)));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return new PickedUpFiles(path, new Map());
      throw error;
    }
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
    await replaceText(this.#path, JSON.stringify(Object.fromEntries(this.#marks)) + "\n");
  }
}
