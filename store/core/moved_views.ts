// How many views went away from where they were: what readers keep by place holds while none does.

import { FILTER_COLUMNS } from "../../domain/columns.ts";
import type { PlacedView } from "./stored_view.ts";

/** Of the removed views, those that no added one of the same user stands in for, at the same place. */
export function countMoved(
  removed: readonly PlacedView[],
  added: readonly PlacedView[],
): number {
  if (removed.length === 0) return 0;
  const places = new Set(added.map(placeOf));
  return removed.filter((view) => !places.has(placeOf(view))).length;
}

function placeOf({ view }: PlacedView): string {
  const labels = FILTER_COLUMNS.map((name) => view[`${name}Id`]);
  return [view.startMs, view.showId, ...labels].join(" ");
}
