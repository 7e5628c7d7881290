// How long to wait before a lost connection is tried again.

const FIRST_MS = 250, LONGEST_MS = 15_000;

/** Doubles with each failure; `chance` (0–1) spreads the tabs that lost the same service. */
export function retryDelayMs(failures: number, chance: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  return longest * (0.5 + 0.5 * chance);
}
