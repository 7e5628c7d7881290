// Laws: what views are broken down by, and views of one hour of the week, are slow counts over the rows.

import assert from "node:assert/strict";
import fc from "fast-check";
import { BREAKDOWNS } from "../../domain/answers.ts";
import { SERIES_METRICS } from "../../domain/metrics.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { naiveOverview } from "../oracle/naive_sums.ts";
import { naiveHourOfWeek } from "../oracle/naive_time.ts";
import { holds } from "./holds_for_stores.ts";
import { filter, range, THRESHOLDS, ZONES } from "./store_queries_world.ts";

interface Asked {
  readonly range: { readonly from: number | null; readonly to: number | null };
  readonly filter: Readonly<Record<"show" | "country" | "device", string | null>>;
}

const fits = ({ range: { from, to }, filter: { show, country, device } }: Asked) =>
(
  { startMs, showName, ...view }: EnrichedView,
) =>
  startMs >= (from ?? -Infinity) && startMs < (to ?? Infinity) &&
  (show === null || showName === show) && (country === null || view.country === country) &&
  (device === null || view.device === device);

const NAME_OF = {
  show: ({ showName }: EnrichedView) => showName,
  country: ({ country }: EnrichedView) => country,
  device: ({ device }: EnrichedView) => device,
} as const;

holds(
  "breakdown() is the count over the rows of each show, country or device",
  (anchors) =>
    fc.record({
      ...{ range: range(anchors), filter, by: fc.constantFrom(...BREAKDOWNS) },
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  (queries, { views, asked: { range, filter, by, limit } }) => {
    const grouped = Map.groupBy(views.filter(fits({ range, filter })), NAME_OF[by]);
    const groups = [...grouped].map(([name, ofIt]) => {
      const { qualified_views, watch_hours, binge_views, mean_completion_rate } = naiveOverview(
        ofIt,
        THRESHOLDS,
      );
      return { name, qualified_views, watch_hours, binge_views, mean_completion_rate };
    }).filter(({ qualified_views }) => qualified_views > 0)
      .sort((a, b) =>
        b.qualified_views - a.qualified_views || ((a.name ?? "") < (b.name ?? "") ? -1 : 1)
      );
    assert.deepEqual(queries.breakdown({ ...range, ...filter, by, limit }), {
      by,
      groups: groups.slice(0, limit),
      others: Math.max(0, groups.length - limit),
      qualified_views: groups.reduce((sum, { qualified_views }) => sum + qualified_views, 0),
    });
  },
);

holds(
  "views of one hour of the week are those that the heat map counts there",
  (anchors) =>
    fc.record({
      ...{ range: range(anchors), filter, tz: fc.constantFrom(...ZONES) },
      ...{ at: fc.nat(), metric: fc.constantFrom(...SERIES_METRICS) },
    }),
  (queries, { views, asked: { range, filter, tz, at, metric } }) => {
    const one = views[at % Math.max(1, views.length)];
    const hour = one === undefined ? at % 168 : naiveHourOfWeek(one.startMs, tz);
    const asked = { ...range, ...filter, tz };
    const expected = views.filter(fits({ range, filter }))
      .filter(({ startMs }) => naiveHourOfWeek(startMs, tz) === hour);
    const overview = queries.overview({ ...asked, hour });
    assert.deepEqual(overview, naiveOverview(expected, THRESHOLDS));
    const { rows } = queries.heatmap({ ...asked, metric });
    const mapped = queries.heatmap({ ...asked, hour, metric });
    assert.equal(mapped.rows.flat()[hour], rows.flat()[hour]);
    assert.equal(rows.flat()[hour], overview[metric]);
    const { duration_bins: bins } = queries.distributions({ ...asked, hour });
    assert.equal(
      bins.reduce((sum, bin) => sum + bin.qualified_views, 0),
      overview.qualified_views,
    );
  },
);
