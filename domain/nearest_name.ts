// The name somebody probably meant, for error messages about a name that does not exist.

/**
 * The candidate with the fewest edits from `name`, case ignored; null when none is near (more than
 * a third of the name, at least two, would have to change).
 *
 * @example
 * ```ts
 * import { nearestName } from "./nearest_name.ts";
 * const meant = nearestName("quarantine_share", ["quarantined_share", "row_count"]);
 * if (meant !== "quarantined_share") throw new Error(`got ${meant}`);
 * ```
 */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  let nearest: string | null = null;
  let fewest = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = countEdits(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) [nearest, fewest] = [candidate, edits];
  }
  return nearest;
}

/** Levenshtein distance, one row of the table at a time. */
function countEdits(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}
