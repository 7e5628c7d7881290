// What the store's tables of sums must hold, counted from all views at once.

import { FILTER_COLUMNS } from "../../domain/columns.ts";
import { minuteUnits, rateUnits } from "../../domain/fixed_sum.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView } from "../../domain/view.ts";

const DAY_MS = 86_400_000;
const WIDTHS_MS = [900_000, 3_600_000, DAY_MS, 32 * DAY_MS, 2_048 * DAY_MS];

/** Rows as text, by table; each is `names: numbers`. */
export interface StoreTables {
  readonly cells: readonly string[];
  readonly histograms: readonly string[];
  readonly users: readonly string[];
  readonly shows: readonly string[];
  readonly userShows: readonly string[];
  readonly userWeeks: readonly string[];
  readonly retention: readonly string[];
}

/** Sums of named numbers. */
class Sums {
  readonly #sums = new Map<string, number[]>();

  add(key: readonly unknown[], numbers: readonly number[]): void {
    const text = JSON.stringify(key), sum = this.#sums.get(text);
    this.#sums.set(text, numbers.map((number, i) => number + (sum?.[i] ?? 0)));
  }

  rows(): string[] {
    return [...this.#sums].map(([key, sum]) => `${key}: ${sum.join(" ")}`).sort();
  }
}

/** Counts all tables anew. */
export function naiveStoreTables(
  views: readonly EnrichedView[],
  thresholds: Thresholds,
): StoreTables {
  const isQualified = (view: EnrichedView) => view.watchMinutes >= thresholds.qualifiedMinutes;
  const qualified = views.filter(isQualified);
  const cells = new Sums(), histograms = new Sums(), userShows = new Set<string>();
  const weeks = new Set<string>();
  for (const view of views) {
    const scopes = [["all", ""], ["show", view.showName]];
    for (const name of FILTER_COLUMNS) {
      if (view[name] !== null) scopes.push([name, view[name]]);
    }
    for (const scope of scopes) {
      WIDTHS_MS.forEach((width, level) => {
        if (scope[0] === "show" && level === 0) return; // shows have hours
        const key = [...scope, level, Math.floor(view.startMs / width)];
        cells.add(key, numbersOf(view, isQualified(view)));
      });
    }
    userShows.add(JSON.stringify([view.userId, view.showName]) + ": 1");
  }
  for (const view of qualified) {
    const day = Math.floor(view.startMs / DAY_MS);
    const duration = Math.trunc(view.watchMinutes);
    for (const scope of [["all", ""], ["show", view.showName]]) {
      histograms.add([...scope, day, "duration", duration], [1]);
      if (view.completionRate === null) continue;
      const bin = Math.floor(view.completionRate * 20);
      histograms.add([...scope, day, "completion", bin], [1]);
    }
    weeks.add(JSON.stringify([view.userId, weekOf(view.startMs)]) + ": 1");
  }
  return {
    cells: cells.rows(),
    histograms: histograms.rows(),
    users: usersOf(views, isQualified),
    shows: showsOf(views),
    userShows: [...userShows].sort(),
    userWeeks: [...weeks].sort(),
    retention: retentionOf(qualified),
  };
}

function numbersOf(view: EnrichedView, isQualified: boolean): number[] {
  const { completionRate, engagementScore } = view;
  const counts = isQualified
    ? [1, 1, view.isBingeSession ? 1 : 0, completionRate === null ? 0 : 1]
    : [1, 0, 0, 0];
  const isRated = isQualified && completionRate !== null;
  const rates = isRated ? [rateUnits(completionRate), rateUnits(engagementScore!)] : [0, 0];
  return [...counts, minuteUnits(view.watchMinutes), ...rates];
}

function usersOf(
  views: readonly EnrichedView[],
  isQualified: (view: EnrichedView) => boolean,
): string[] {
  return [...Map.groupBy(views, (view) => view.userId)].map(([user, own]) => {
    const qualified = own.filter(isQualified);
    const units = own.reduce((sum, { watchMinutes }) => sum + minuteUnits(watchMinutes), 0);
    const first = qualified.length === 0
      ? null
      : Math.min(...qualified.map((view) => view.startMs));
    const last = Math.max(...own.map((view) => view.startMs));
    return `${JSON.stringify([user])}: ${own.length} ${qualified.length} ${units} ${first} ${last}`;
  }).sort();
}

function showsOf(views: readonly EnrichedView[]): string[] {
  return [...Map.groupBy(views, (view) => view.showName)].map(([show, own]) =>
    `${JSON.stringify([show])}: ${own.length} ${new Set(own.map((view) => view.userId)).size}`
  ).sort();
}

function retentionOf(qualified: readonly EnrichedView[]): string[] {
  const cohorts = new Sums();
  for (const own of Map.groupBy(qualified, (view) => view.userId).values()) {
    const weeks = new Set(own.map((view) => weekOf(view.startMs)));
    const first = Math.min(...weeks);
    for (const week of weeks) cohorts.add([first, week], [1]);
  }
  return cohorts.rows();
}

/** Weeks begin on Monday, UTC; 1970-01-05 was one. */
function weekOf(instantMs: number): number {
  return Math.floor((instantMs - 4 * DAY_MS) / (7 * DAY_MS)) + 1;
}
