// What limits the views of a page, as parameters of its address.

import { FILTER_COLUMNS } from "../../domain/columns.ts";
import { WEEK_HOURS, WEEKDAYS } from "../../domain/time.ts";

/** By the names of the API's parameters. */
export const VIEW_FILTERS = ["show", ...FILTER_COLUMNS, "hour"] as const;
export type ViewFilterName = typeof VIEW_FILTERS[number];

/** An hour of the week in words: `Saturday 19:00`; null when it is none. */
export function hourText(hour: number): string | null {
  if (!Number.isInteger(hour) || hour < 0 || hour >= WEEK_HOURS) return null;
  return `${WEEKDAYS[Math.floor(hour / 24)]} ${hour % 24}:00`;
}

/** A filter's value for people. */
export function filterText(name: ViewFilterName, value: string): string {
  return name === "hour" ? hourText(Number(value)) ?? value : value;
}

/** The filters that an address has. */
export function filtersOf(parameters: URLSearchParams): Partial<Record<ViewFilterName, string>> {
  const given = VIEW_FILTERS.map((name) => [name, parameters.get(name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value));
}
