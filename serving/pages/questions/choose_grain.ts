// How wide the points of a chart are for the period of a page.

import type { Overview, SeriesGrain } from "../../../domain/answers.ts";
import { parseInstant } from "../../../domain/instant.ts";
import { grainOf } from "../../../domain/series_grain.ts";
import { readApi } from "../pipeline.ts";

/** The grain for the period of the page's address; where that is open, of all views. */
export async function chooseGrain(
  ctx: { readonly url: URL; readonly req: Request },
  kind: "chart" | "small",
): Promise<SeriesGrain> {
  const [from, to] = ["from", "to"].map((name) => ctx.url.searchParams.get(name) || null);
  const ends = from && to
    ? { first_watch_date: null, last_watch_date: null }
    : await readApi<Overview>(ctx, "/api/overview");
  const fromMs = instantOf(from ?? ends.first_watch_date),
    toMs = instantOf(to ?? ends.last_watch_date);
  return grainOf(toMs - fromMs, kind);
}

function instantOf(text: string | null | undefined): number {
  return text ? parseInstant(text) : NaN;
}
