// The answered keys of a service: in their file, and in memory while the disk does not take them. What was
// taken in stays taken in, whether its key could be kept or not.

import { diskTrouble } from "../../domain/disk_trouble.ts";
import { remove } from "../../lake/disk/names.ts";
import { setAside } from "../../lake/disk/set_aside.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { AnsweredKeys, KeptAnswer } from "../ports.ts";
import { AnsweredKeysFile } from "./answered_keys.ts";

/** A failing disk is told of once a minute. */
const TELL_EVERY_MS = 60_000;

/** Keys that are found for as long as the process lives, and over restarts when the disk allows. */
export class AnsweredKeysStore implements AnsweredKeys {
  readonly #path: string;
  readonly #telemetry: Telemetry;
  readonly #memory = AnsweredKeysFile.inMemory();
  #file: AnsweredKeysFile | null;
  #toldMs = -Infinity;

  constructor(path: string, telemetry: Telemetry) {
    this.#path = path;
    this.#telemetry = telemetry;
    this.#file = this.#open();
  }

  find(key: string, nowMs: number): KeptAnswer | null {
    const found = this.#memory.find(key, nowMs);
    if (found !== null) return found;
    return this.#attempt((file) => file.find(key, nowMs)) ?? null;
  }

  keep(key: string, kept: KeptAnswer, nowMs: number): void {
    const isKept = this.#attempt((file) => (file.keep(key, kept, nowMs), true));
    if (isKept !== true) this.#memory.keep(key, kept, nowMs);
  }

  close(): void {
    this.#attempt((file) => file.close());
    this.#memory.close();
  }

  #attempt<Result>(act: (file: AnsweredKeysFile) => Result): Result | null {
    this.#file ??= this.#open();
    if (this.#file === null) return null;
    try {
      return act(this.#file);
    } catch (error) {
      this.#tell(error);
      return null;
    }
  }

  /** A file that is none is set aside: its keys are of the last day, and a request of then sent again counts as duplicates. */
  #open(): AnsweredKeysFile | null {
    try {
      return AnsweredKeysFile.open(this.#path);
    } catch (error) {
      if (diskTrouble(error) !== "damaged") return this.#tell(error);
    }
    try {
      for (const suffix of ["-wal", "-shm"]) remove(this.#path + suffix);
      const path = setAside(this.#path, Date.now());
      this.#telemetry.emit("file_damaged", { path, detail: "answered_keys.db was set aside" });
      return AnsweredKeysFile.open(this.#path);
    } catch (error) {
      return this.#tell(error);
    }
  }

  #tell(error: unknown): null {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < TELL_EVERY_MS) return null;
    this.#toldMs = nowMs;
    this.#telemetry.emit("answer_not_kept", { path: this.#path, error });
    return null;
  }
}
