// Gives the shows of a page their colours: the most watched ones one of seven, the rest share one.

import type { SittingAnswer } from "../../domain/answers.ts";

const COLORS = 7;

/** The class of a show's colour, `series-1` to `series-7` by watch time, `series-rest` for all others. */
export type ShowColors = ReadonlyMap<string, string>;

/**
 * Colours by minutes watched in these sittings; equal ones by name, so that a page stays as it is.
 */
export function showColors(sittings: readonly SittingAnswer[]): ShowColors {
  const minutes = new Map<string, number>();
  for (const { show_name, watch_duration_minutes } of sittings.flatMap(({ views }) => views)) {
    minutes.set(show_name, (minutes.get(show_name) ?? 0) + watch_duration_minutes);
  }
  const byMinutes = [...minutes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return new Map(byMinutes.slice(0, COLORS).map(([show], i) => [show, `series-${i + 1}`]));
}

/** The class of one show's colour. */
export function colorOf(colors: ShowColors, show: string): string {
  return colors.get(show) ?? "series-rest";
}
