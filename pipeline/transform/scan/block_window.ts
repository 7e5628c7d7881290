// The bytes at hand while a block of input is scanned.

/** A window of the input: `bytes[0 .. length)` are the input's bytes from `offset` on. */
export interface BlockWindow {
  /** Has a line feed at `length` and SCAN_SLACK bytes allocated from there on. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Byte of the input at which the window starts. */
  readonly offset: number;
  /** Whether the input ends where the window does. */
  readonly isLast: boolean;
}

/** A part of a window: rows that start in `[from, stop)` are read. */
export interface WindowRange {
  readonly from: number;
  readonly stop: number;
}

/**
 * Reads the rows of a range, and returns where the first row after them starts; that is before
 * `range.stop` only when that row needs more bytes than the window has.
 */
export type BlockScanner = (window: BlockWindow, range: WindowRange) => number;
