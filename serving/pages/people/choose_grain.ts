// How wide the points of a chart are, so that a period of any length gets a fitting number of them.

import type { Overview, SeriesGrain } from "../../../domain/answers.ts";
import { parseInstant } from "../../../domain/instant.ts";
import { readApi } from "../pipeline.ts";

const HOUR_MS = 3_600_000, DAY_MS = 24 * HOUR_MS;

/** The longest period for which a grain is taken, for a chart as wide as the page. */
const CHART: readonly (readonly [SeriesGrain, number])[] = [
  ...[["minute", 3 * HOUR_MS], ["quarter_hour", 2 * DAY_MS], ["hour", 8 * DAY_MS]] as const,
  ...[["day", 400 * DAY_MS], ["week", 8 * 365 * DAY_MS], ["month", Infinity]] as const,
];
/** The same for a line as small as a word. */
const SMALL: readonly (readonly [SeriesGrain, number])[] = [
  ...[["minute", HOUR_MS], ["quarter_hour", 12 * HOUR_MS], ["hour", 3 * DAY_MS]] as const,
  ...[["day", 75 * DAY_MS], ["week", 500 * DAY_MS], ["month", Infinity]] as const,
];

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

/** `day` when the length is not known, as with an instant that the API will refuse anyway. */
export function grainOf(lengthMs: number, kind: "chart" | "small"): SeriesGrain {
  const grains = kind === "chart" ? CHART : SMALL;
  return grains.find(([, longestMs]) => lengthMs <= longestMs)?.[0] ?? "day";
}

function instantOf(text: string | null | undefined): number {
  return text ? parseInstant(text) : NaN;
}
