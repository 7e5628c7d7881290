// What the page of a show asks the API, of its period and of the one before.

import { FILTER_COLUMNS } from "../../../domain/columns.ts";
import type { SeriesGrain } from "../../../domain/answers.ts";
import { FIRST_INSTANT_MS, parseInstant } from "../../../domain/instant.ts";
import type { SeriesMetric } from "../../../domain/metrics.ts";

const SITTINGS = "5";
/** What limits a period's views but not a show's other answers. */
const OF_SOME_VIEWS: readonly string[] = [...FILTER_COLUMNS, "hour"];

/** Addresses by answer; `query` holds period, zone and filters. */
export function showPaths(
  name: string,
  { query, metric, grain }: {
    readonly query: URLSearchParams;
    readonly metric: SeriesMetric;
    readonly grain: SeriesGrain;
  },
) {
  const ofAll = new URLSearchParams([...query].filter(([key]) => !OF_SOME_VIEWS.includes(key)));
  const ofShow = new URLSearchParams([...query, ["show", name]]);
  const sittings = new URLSearchParams([...ofAll, ["show", name], ["limit", SITTINGS]]);
  sittings.delete("tz");
  return {
    show: `/api/shows/${encodeURIComponent(name)}?${ofAll}`,
    overview: `/api/overview?${ofShow}`,
    distributions: `/api/distributions?${ofShow}`,
    series: `/api/timeseries?${ofShow}&metric=${metric}&grain=${grain}`,
    heatmap: `/api/heatmap?${withoutHour(ofShow)}`,
    sittings: `/api/sittings?${sittings}`,
  };
}

/** The map offers hours to choose, and so shows all of them. */
function withoutHour(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([key]) => key !== "hour"));
}

/**
 * The same question about the period before; null when its period is open or none, or would begin before the
 * year 0001.
 */
export function periodBefore(query: URLSearchParams): URLSearchParams | null {
  const fromMs = parseInstant(query.get("from") ?? ""), toMs = parseInstant(query.get("to") ?? "");
  if (!(fromMs < toMs) || 2 * fromMs - toMs < FIRST_INSTANT_MS) return null;
  const before = new URLSearchParams(query);
  before.set("from", new Date(2 * fromMs - toMs).toISOString());
  before.set("to", new Date(fromMs).toISOString());
  return before;
}
