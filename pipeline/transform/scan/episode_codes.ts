// Codes of episodes: those of their dictionary moved up by one, as an episode that is missing is not an empty one.

import type { TextTable } from "./sort_texts.ts";

/** The code of an episode that is missing: the input has no such column, the object no such key. */
export const MISSING_EPISODE = 0;
/** What an episode's code is more than its text's in the dictionary, where the empty text is 0. */
export const EPISODE_SHIFT = 1;
/** The code of an episode that is empty. */
export const EMPTY_EPISODE = EPISODE_SHIFT;

/** The order of two episodes' codes, in which a missing one equals an empty one. */
export function compareEpisodes(a: number, b: number): number {
  return (a === MISSING_EPISODE ? EMPTY_EPISODE : a) - (b === MISSING_EPISODE ? EMPTY_EPISODE : b);
}

/** New codes of texts by their old ones, as new codes of episodes by their old ones. */
export function shiftCodes(codes: Uint32Array): Uint32Array<ArrayBuffer> {
  const shifted = new Uint32Array(codes.length + EPISODE_SHIFT);
  shifted[MISSING_EPISODE] = MISSING_EPISODE;
  for (let code = 0; code < codes.length; code++) {
    shifted[code + EPISODE_SHIFT] = codes[code] + EPISODE_SHIFT;
  }
  return shifted;
}

/** A dictionary's texts by codes of episodes; one that is missing has no bytes either. In shared memory. */
export function shiftTexts({ bytes, offsets }: TextTable): TextTable {
  const shifted = new Float64Array(new SharedArrayBuffer(8 * (offsets.length + EPISODE_SHIFT)));
  shifted.set(offsets, EPISODE_SHIFT);
  return { bytes, offsets: shifted };
}
