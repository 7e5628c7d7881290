// The order of texts by their UTF-8 bytes, in which the contract breaks ties.

const utf8 = new TextEncoder();

/** Unsigned, byte by byte: below 0 when `a` comes before `b`, 0 when they are equal. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/**
 * Compares the UTF-8 of two texts as {@link compareBytes} does.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // JavaScript's own order is that of UTF-16 and puts the emoji first.
 * assert.ok(compareTexts("\u{1F600}", "\uFF5E") > 0);
 * ```
 */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : compareBytes(utf8.encode(a), utf8.encode(b));
}
