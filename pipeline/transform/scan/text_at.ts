// The text that a code stands for.

import type { TextTable } from "./sort_texts.ts";

/** The text of `code` in a dictionary's table. */
export function textAt({ bytes, offsets }: TextTable, code: number): string {
  // Copied, as a decoder does not take shared memory.
  const text = bytes.slice(offsets[code], offsets[code + 1]);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(text);
}
