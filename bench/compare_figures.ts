// Tells where two programs' figures of the same input differ; nothing is timed before they agree.

import type { RunReport } from "../domain/report.ts";

/** What every contestant prints, as part of the report of section 4 of the contract. */
export type ComparedFigures = Pick<
  RunReport,
  "ledger" | "reasons" | typeof COUNTS[number] | typeof MEASURES[number]
>;

/** Must be the same number. */
const COUNTS = [
  "users",
  "shows",
  "qualified_views",
  "binge_views",
  "unknown_runtime_views",
] as const;

/** Sums and means of doubles: the order of adding may show in the last digits. */
const MEASURES = ["watch_hours", "mean_completion_rate", "mean_engagement_score"] as const;

/** Largest relative difference of a sum or mean. */
const TOLERANCE = 1e-9;

/**
 * One line for each figure that differs, `[]` when all agree.
 *
 * @example
 * ```ts
 * import { compareFigures } from "./compare_figures.ts";
 * const ledger = { read: 1, accepted: 1, duplicate: 0, quarantined: 0, excluded: 0 };
 * const figures = {
 *   ledger, reasons: {}, users: 1, shows: 1, qualified_views: 1, binge_views: 0,
 *   unknown_runtime_views: 1, watch_hours: 0.5, mean_completion_rate: null, mean_engagement_score: null,
 * };
 * const differences = compareFigures(figures, { ...figures, users: 2 });
 * if (differences[0] !== "users: 1 and 2") throw new Error(differences[0]);
 * ```
 */
export function compareFigures(a: ComparedFigures, b: ComparedFigures): string[] {
  return [
    ...compareCounts("ledger.", { ...a.ledger }, { ...b.ledger }),
    ...compareCounts("reasons.", a.reasons, b.reasons),
    ...COUNTS.flatMap((name) => difference(name, a[name], b[name], a[name] === b[name])),
    ...MEASURES.flatMap((name) => difference(name, a[name], b[name], isClose(a[name], b[name]))),
  ];
}

type Counts = Readonly<Record<string, number>>;

/** A reason that one side does not name counts as 0. */
function compareCounts(prefix: string, a: Counts, b: Counts): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.flatMap((name) => {
    const [x, y] = [a[name] ?? 0, b[name] ?? 0];
    return difference(prefix + name, x, y, x === y);
  });
}

function isClose(a: number | null, b: number | null): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

const difference = (name: string, a: unknown, b: unknown, same: boolean) =>
  same ? [] : [`${name}: ${a} and ${b}`];
