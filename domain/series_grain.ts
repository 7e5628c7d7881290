// How wide the points of a series are, so that a period of any length gets a fitting number of them.

import type { SeriesGrain } from "./answers.ts";
import { DAY_MS, HOUR_MS } from "./time.ts";

const YEAR_MS = 365 * DAY_MS;

type Longest = readonly (readonly [SeriesGrain, number])[];

/** The longest period for which a grain is taken, for a chart as wide as the page. */
const CHART: Longest = [
  ...[["minute", 3 * HOUR_MS], ["quarter_hour", 2 * DAY_MS], ["hour", 8 * DAY_MS]] as const,
  ...[["day", 400 * DAY_MS], ["week", 8 * YEAR_MS], ["month", 40 * YEAR_MS]] as const,
  ...[["year", 500 * YEAR_MS], ["decade", Infinity]] as const,
];
/** For the overview: about two hundred points. */
const PANEL: Longest = [
  ...[["minute", 0.15 * DAY_MS], ["quarter_hour", 2 * DAY_MS], ["hour", 8 * DAY_MS]] as const,
  ...[["day", 200 * DAY_MS], ["week", 1_400 * DAY_MS], ["month", 40 * YEAR_MS]] as const,
  ...[["year", 300 * YEAR_MS], ["decade", Infinity]] as const,
];
/** For a line as small as a word. */
const SMALL: Longest = [
  ...[["minute", HOUR_MS], ["quarter_hour", 12 * HOUR_MS], ["hour", 3 * DAY_MS]] as const,
  ...[["day", 75 * DAY_MS], ["week", 500 * DAY_MS], ["month", 10 * YEAR_MS]] as const,
  ...[["year", 120 * YEAR_MS], ["decade", Infinity]] as const,
];
/** For the hills of a time line: some hundred of them. */
const HILLS: Longest = [
  ...[["quarter_hour", 3 * DAY_MS], ["hour", 20 * DAY_MS], ["day", 500 * DAY_MS]] as const,
  ...[["week", 10 * YEAR_MS], ["month", 40 * YEAR_MS], ["year", 500 * YEAR_MS]] as const,
  ...[["decade", Infinity]] as const,
];
const KINDS = { chart: CHART, panel: PANEL, small: SMALL, hills: HILLS } as const;

/** What is drawn. */
export type SeriesKind = keyof typeof KINDS;

/**
 * The grain for a period; `day` when its length is not known.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(grainOf(90 * 86_400_000, "chart"), "day");
 * assert.equal(grainOf(90 * 86_400_000, "small"), "week");
 * ```
 */
export function grainOf(lengthMs: number, kind: SeriesKind): SeriesGrain {
  return KINDS[kind].find(([, longestMs]) => lengthMs <= longestMs)?.[0] ?? "day";
}
