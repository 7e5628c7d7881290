// A window over a file that moves forward block by block and grows for long rows.

import { OpenFile } from "../../lake/disk/open_file.ts";
import { InputError } from "../../domain/errors.ts";
import type { BlockWindow } from "../transform/scan/block_window.ts";
import { SCAN_SLACK } from "../transform/scan/scan_csv.ts";

const LF = 10;
/** A line is held in memory to find its end; nobody writes longer ones, but any file may be named. */
const MAX_ROW_IN_SIGHT_BYTES = 1 << 30;
/** Read past a block's end, for the row that starts in it and ends behind it. */
const TAIL_BYTES = 4_096;

/** A file being read through one buffer. */
export class FileWindow implements BlockWindow {
  #buffer = new Uint8Array(0);
  #length = 0;
  #offset = 0;
  readonly #file: OpenFile;
  readonly #path: string;
  readonly #sizeBytes: number;

  /** `sizeBytes`: the file's size when the run began; a file that got shorter since is an error. */
  constructor(path: string, sizeBytes: number) {
    this.#path = path;
    this.#sizeBytes = sizeBytes;
    this.#file = new OpenFile(path);
  }

  get bytes(): Uint8Array {
    return this.#buffer;
  }
  get length(): number {
    return this.#length;
  }
  get offset(): number {
    return this.#offset;
  }
  get isLast(): boolean {
    return this.#offset + this.#length >= this.#sizeBytes;
  }

  /** Moves to the bytes `[from, to)` of the file and a little more. */
  moveTo(from: number, to: number): void {
    this.#offset = from;
    this.#length = 0;
    this.#readUntil(to + TAIL_BYTES);
  }

  /** Reads on: at least twice as much as there is past `position`. */
  grow(position: number): void {
    const beyond = this.#length - position;
    if (beyond > MAX_ROW_IN_SIGHT_BYTES) {
      throw new InputError(
        `Cannot read ${this.#path} as a line must be of at most 1 GiB: the one at byte ` +
          `${this.#offset + position} is longer`,
      );
    }
    this.#readUntil(this.#offset + this.#length + Math.max(beyond, TAIL_BYTES));
  }

  close(): void {
    this.#file.close();
  }

  #readUntil(end: number): void {
    const length = Math.min(end, this.#sizeBytes) - this.#offset;
    if (length + SCAN_SLACK > this.#buffer.length) {
      const buffer = new Uint8Array(length + SCAN_SLACK);
      buffer.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = buffer;
    }
    const rest = this.#buffer.subarray(this.#length, Math.max(this.#length, length));
    if (this.#file.readAt(this.#offset + this.#length, rest) < rest.length) {
      throw new InputError(
        `Cannot read ${this.#path} to its end as it got shorter while it was read: run again when nothing writes to it`,
      );
    }
    this.#length += rest.length;
    this.#buffer[this.#length] = LF;
  }
}
