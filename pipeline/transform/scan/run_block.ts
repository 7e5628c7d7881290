// Scans one block of an input and says where its rows began and ended.

import type { BlockScanner, BlockWindow } from "./block_window.ts";

const LF = 10;

/** A window that can read on. */
export interface GrowingWindow extends BlockWindow {
  grow(position: number): void;
}

/** A block `[from, stop)` of an input, in bytes. */
export interface Block {
  readonly from: number;
  readonly stop: number;
  /**
   * Where its first row starts when that is known. Otherwise the block is read on the guess that the
   * first line break in sight, from the byte before the block on, ends a row.
   */
  readonly start: number | null;
}

/** Bytes of the input at which a block's first row and the first row after it start. */
export interface BlockExtent {
  /** Null when the block has no line break to guess a row's start from. */
  readonly start: number | null;
  readonly end: number;
}

/** Where to move the window for a block: one byte before it when its start must be guessed. */
export function windowStart(block: Block): number {
  return block.start ?? Math.max(0, block.from - 1);
}

/**
 * Scans the rows that start in a block. The window must begin at {@link windowStart}; `lineEnd` is the byte
 * that ends a row.
 */
export function runBlock(
  scan: BlockScanner,
  window: GrowingWindow,
  block: Block,
  lineEnd = LF,
): BlockExtent {
  const { offset } = window;
  let start = block.start;
  if (start === null) {
    const feed = window.bytes.indexOf(lineEnd);
    if (feed < 0 || feed >= window.length || offset + feed + 1 >= block.stop) {
      return { start: null, end: block.stop };
    }
    start = offset + feed + 1;
  }
  const stop = block.stop - offset;
  let p = start - offset;
  while (p < stop) {
    p = scan(window, { from: p, stop: Math.min(stop, window.length) });
    if (p < stop) {
      // Nothing is incomplete at the input's end, so all of it has been read.
      if (window.isLast) break;
      window.grow(p);
    }
  }
  return { start, end: offset + p };
}
