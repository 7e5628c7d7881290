// Choosing an hour of the week on a page, as part of its address.

import type { HourFilter } from "./HabitsPanel.tsx";
import { sameHref } from "../kit/hrefs.ts";

/** The chosen hour is let go by choosing it again. */
export function hourFilter(url: URL): HourFilter {
  const given = url.searchParams.get("hour"), chosen = given ? Number(given) : null;
  return {
    chosen,
    hrefOf: (hour) => `${sameHref(url, { hour: hour === chosen ? null : String(hour) })}#habits`,
  };
}
