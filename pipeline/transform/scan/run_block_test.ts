// Tests of a block's first row, guessed or known, and of rows that go on behind the window.

import assert from "node:assert/strict";
import type { BlockScanner } from "./block_window.ts";
import { type Block, type GrowingWindow, runBlock, windowStart } from "./run_block.ts";

const INPUT = "one\ntwo\nthree is longer\nfour\n";

class TextWindow implements GrowingWindow {
  readonly offset: number;
  readonly grown: number[] = [];
  bytes = new Uint8Array();
  length = 0;

  constructor(offset: number, length: number) {
    this.offset = offset;
    this.#set(length);
  }

  get isLast(): boolean {
    return this.offset + this.length === INPUT.length;
  }

  grow(position: number): void {
    this.grown.push(position);
    this.#set(this.length + 5);
  }

  #set(length: number): void {
    const part = INPUT.slice(this.offset, this.offset + length);
    this.length = part.length;
    this.bytes = new TextEncoder().encode(part + "\n");
  }
}

/** Reads lines, and says which. */
function lineScanner(lines: string[]): BlockScanner {
  return ({ bytes, length }, { from, stop }) => {
    let p = from;
    while (p < stop) {
      const feed = bytes.indexOf(10, p);
      if (feed >= length) return p;
      lines.push(new TextDecoder().decode(bytes.subarray(p, feed)));
      p = feed + 1;
    }
    return p;
  };
}

function run(block: Block, windowBytes: number) {
  const lines: string[] = [];
  const window = new TextWindow(windowStart(block), windowBytes);
  return { extent: runBlock(lineScanner(lines), window, block), lines, grown: window.grown };
}

Deno.test("runBlock() reads the rows that start in the block, to their end behind it", () => {
  const { extent, lines, grown } = run({ from: 0, stop: 10, start: 0 }, 12);
  assert.deepEqual(lines, ["one", "two", "three is longer"]);
  assert.deepEqual(extent, { start: 0, end: 24 });
  assert.deepEqual(grown, [8, 8, 8]);
});

Deno.test("runBlock() guesses that its first row starts behind the first line feed", () => {
  assert.deepEqual(run({ from: 2, stop: 7, start: null }, 20).extent, { start: 4, end: 8 });
});

Deno.test("runBlock() guesses that a line feed before the block ends a row", () => {
  assert.deepEqual(run({ from: 4, stop: 7, start: null }, 20).lines, ["two"]);
});

Deno.test("runBlock() has no start to guess in a block without a line feed", () => {
  const { extent, lines } = run({ from: 12, stop: 20, start: null }, 18);
  assert.deepEqual(extent, { start: null, end: 20 });
  assert.deepEqual(lines, []);
});

Deno.test("windowStart() is the known start, or the byte before the block", () => {
  assert.equal(windowStart({ from: 10, stop: 20, start: 12 }), 12);
  assert.equal(windowStart({ from: 10, stop: 20, start: null }), 9);
  assert.equal(windowStart({ from: 0, stop: 20, start: null }), 0);
});
