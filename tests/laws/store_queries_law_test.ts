// Law: whatever is asked of the store, fast and from sums, is what a slow count over its rows comes to.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { SeriesGrain } from "../../domain/answers.ts";
import { SERIES_METRICS } from "../../domain/metrics.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { naiveShowDetail } from "../oracle/naive_show_detail.ts";
import { naiveMetric, naiveOverview } from "../oracle/naive_sums.ts";
import { naiveHourOfWeek, naivePieces } from "../oracle/naive_time.ts";
import { holds } from "./holds_for_stores.ts";
import { filter, grain, instant, range, THRESHOLDS, ZONES } from "./store_queries_world.ts";

const HOUR_MS = 3_600_000, DAY_MS = 24 * HOUR_MS;

type Range = { readonly from: number | null; readonly to: number | null };
type Filter = Readonly<Record<"show" | "country" | "device", string | null>>;

const isWithin = ({ from, to }: Range) => ({ startMs }: EnrichedView) =>
  startMs >= (from ?? -Infinity) && startMs < (to ?? Infinity);

const fits = ({ show, country, device }: Filter) => (view: EnrichedView) =>
  (show === null || view.showName === show) && (country === null || view.country === country) &&
  (device === null || view.device === device);

holds(
  "overview() is the count over the rows, for any range and filter",
  (anchors) => fc.record({ range: range(anchors), filter }),
  (queries, { views, asked: { range, filter } }) => {
    const expected = views.filter(isWithin(range)).filter(fits(filter));
    assert.deepEqual(
      queries.overview({ ...range, ...filter }),
      naiveOverview(expected, THRESHOLDS),
    );
  },
);

/** How long a series the slow count can walk through. */
const LONGEST_MS: Readonly<Record<SeriesGrain, number>> = {
  minute: 6 * HOUR_MS,
  quarter_hour: 3 * DAY_MS,
  hour: 3 * DAY_MS,
  day: 20 * DAY_MS,
  week: 40 * DAY_MS,
  month: 80 * DAY_MS,
  // Too long to walk through: `cut_time_test.ts` has them.
  year: NaN,
  decade: NaN,
};

holds(
  "timeseries() has every piece of the zone's clocks once, with the count over its rows",
  (anchors) =>
    fc.record({
      from: fc.option(instant(anchors), { freq: 4 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      filter,
      grain,
      metric: fc.constantFrom(...SERIES_METRICS),
      tz: fc.constantFrom(...ZONES),
    }),
  (queries, { views, asked: { from, share, filter, grain, metric, tz } }) => {
    const starts = views.map(({ startMs }) => startMs), longestMs = LONGEST_MS[grain];
    const fromMs = from ?? Math.min(...starts, Infinity), lastMs = Math.max(...starts, -Infinity);
    const isOpen = from === null && lastMs - fromMs < longestMs;
    const to = isOpen ? null : (from ?? 0) + Math.floor(share * longestMs);
    const range = { from: isOpen ? null : from ?? 0, to };
    const whole = { fromMs: range.from ?? fromMs, toMs: to ?? lastMs + 1 };
    const expected = views.filter(isWithin(range)).filter(fits(filter));
    const pieces = whole.fromMs < whole.toMs ? naivePieces(whole, grain, tz) : [];
    assert.deepEqual(queries.timeseries({ ...range, ...filter, grain, metric, tz }), {
      ...{ metric, grain, tz },
      points: pieces.map(({ fromMs, toMs }) => ({
        start: new Date(fromMs).toISOString(),
        value: naiveMetric(
          expected.filter(isWithin({ from: fromMs, to: toMs })),
          metric,
          THRESHOLDS,
        ),
      })),
    });
  },
);

holds(
  "heatmap() is the count over the rows of each hour of the zone's week",
  (anchors) =>
    fc.record({
      range: range(anchors),
      filter,
      metric: fc.constantFrom(...SERIES_METRICS),
      tz: fc.constantFrom(...ZONES),
    }),
  (queries, { views, asked: { range, filter, metric, tz } }) => {
    const expected = views.filter(isWithin(range)).filter(fits(filter));
    const hours = Map.groupBy(expected, ({ startMs }) => naiveHourOfWeek(startMs, tz));
    const rows = Array.from(
      { length: 7 },
      (_, day) =>
        Array.from(
          { length: 24 },
          (_, hour) => naiveMetric(hours.get(day * 24 + hour) ?? [], metric, THRESHOLDS),
        ),
    );
    assert.deepEqual(queries.heatmap({ ...range, ...filter, metric, tz }), { metric, tz, rows });
  },
);

holds(
  "show() is the count over the show's rows",
  (anchors) => fc.record({ range: range(anchors), filter }),
  (queries, { views, world, asked: { range, filter } }) => {
    const name = filter.show ?? "Dark";
    const facts = world.catalog.shows.find(({ show_name }) => show_name === name);
    const expected = naiveShowDetail(views, name, {
      isWithin: isWithin(range),
      facts: { genre: facts?.genre ?? null, runtimeMinutes: facts?.runtime_minutes ?? null },
      thresholds: THRESHOLDS,
    });
    assert.deepEqual(queries.show(name, { ...range, tz: "UTC" }), expected);
  },
);
