// A window over bytes in memory with traps behind its end: quotes, digits and commas that are no input.

import { SCAN_SLACK } from "../../pipeline/transform/scan/scan_csv.ts";
import type { GrowingWindow } from "../../pipeline/transform/scan/run_block.ts";

/** What a reader meets that goes past the window's end. */
const TRAP = new TextEncoder().encode(
  '""",5,2024-01-01T00:00:00Z\r\nu,s,5,2024-01-01 00:00:00,"x\n',
);
const LF = 10;

/** Bytes `[from, to)` of a file and a tail that is too short for most rows. */
export class MemoryWindow implements GrowingWindow {
  readonly offset: number;
  bytes = new Uint8Array(0);
  length = 0;
  readonly #file: Uint8Array;
  readonly #tailBytes: number;

  constructor(file: Uint8Array, part: { from: number; to: number; tailBytes: number }) {
    this.#file = file;
    this.offset = part.from;
    this.#tailBytes = part.tailBytes;
    this.#end(part.to + part.tailBytes);
  }

  get isLast(): boolean {
    return this.offset + this.length === this.#file.length;
  }

  grow(): void {
    this.#end(this.offset + this.length * 2 + this.#tailBytes + 1);
  }

  #end(end: number): void {
    const part = this.#file.subarray(this.offset, end);
    this.length = part.length;
    this.bytes = new Uint8Array(part.length + SCAN_SLACK);
    this.bytes.set(part);
    this.bytes[part.length] = LF;
    for (let i = 1; i < SCAN_SLACK; i++) this.bytes[part.length + i] = TRAP[i % TRAP.length];
  }
}
