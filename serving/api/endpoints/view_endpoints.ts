// Endpoints about views: totals, series, heatmap, retention, sittings.

import { FILTER_COLUMNS, filterFacts, forFilters } from "../../../domain/columns.ts";
import { defineEndpoint, queriesOf } from "../endpoint.ts";
import { isWithin } from "../is_within.ts";
import {
  breakdownParameter,
  grainParameter,
  hourParameter,
  metricParameter,
  pageParameters,
  periodParameters,
  rangeParameters,
  textParameter,
  unusedZoneParameter,
  utcParameter,
  wholeParameter,
  zoneParameter,
} from "../schemas/parameters.ts";
import {
  breakdownSchema,
  distributionsSchema,
  heatmapSchema,
  overviewSchema,
  retentionSchema,
  sittingsSchema,
  timeSeriesSchema,
} from "../schemas/view_schemas.ts";

const tag = "Views";
/** `show, country or device`. */
const FILTERED_BY = new Intl.ListFormat("en-GB", { type: "disjunction" })
  .format(["show", ...FILTER_COLUMNS]);
const viewFilter = {
  show: textParameter("Only views of this show."),
  ...forFilters((name) => textParameter(filterFacts(name).meaning)),
  ...hourParameter,
  ...zoneParameter,
};

/** `GET /api/overview`. */
const overview = defineEndpoint({
  ...{ path: "/api/overview", name: "overview", tag },
  summary: `Totals of all views, or of those of a period, ${FILTERED_BY}.`,
  query: {
    ...rangeParameters,
    ...viewFilter,
  },
  answer: overviewSchema,
  ask: (ports, parameters) => queriesOf(ports).overview(parameters),
  rows: (answer) => [{ ...answer }],
});

/** `GET /api/timeseries`. */
const timeseries = defineEndpoint({
  ...{ path: "/api/timeseries", name: "timeseries", tag },
  summary: "A metric over time, point by point, none left out.",
  query: {
    ...metricParameter,
    ...grainParameter,
    ...rangeParameters,
    ...viewFilter,
  },
  answer: timeSeriesSchema,
  ask: (ports, parameters) => queriesOf(ports).timeseries(parameters),
  rows: ({ points }) => points.map(({ start, value }) => ({ start, value })),
});

/** `GET /api/heatmap`. */
const heatmap = defineEndpoint({
  ...{ path: "/api/heatmap", name: "heatmap", tag },
  summary: "A metric by the hour of the week in which views start, Monday first.",
  query: { ...metricParameter, ...rangeParameters, ...viewFilter },
  answer: heatmapSchema,
  ask: (ports, parameters) => queriesOf(ports).heatmap(parameters),
  rows: ({ rows }) =>
    rows.flatMap((values, day) => values.map((value, hour) => ({ day, hour, value }))),
});

/** `GET /api/distributions`. */
const distributions = defineEndpoint({
  ...{ path: "/api/distributions", name: "distributions", tag },
  summary: "How completion and durations are spread over qualified views.",
  query: { ...rangeParameters, ...viewFilter },
  answer: distributionsSchema,
  ask: (ports, parameters) => queriesOf(ports).distributions(parameters),
  rows: ({ completion_bins, duration_bins }) => [
    ...completion_bins.map((bin) => ({ of: "completion_rate", ...bin })),
    ...duration_bins.map((bin) => ({ of: "watch_duration_minutes", ...bin })),
  ],
});

/** `GET /api/breakdown`. */
const breakdown = defineEndpoint({
  ...{ path: "/api/breakdown", name: "breakdown", tag },
  summary: `Views by ${FILTERED_BY}, those with most qualified views first.`,
  query: {
    ...breakdownParameter,
    ...rangeParameters,
    ...viewFilter,
    limit: wholeParameter({ min: 1, max: 1_000, fallback: 20, description: "Groups, at most." }),
  },
  answer: breakdownSchema,
  ask: (ports, parameters) => queriesOf(ports).breakdown(parameters),
  rows: ({ groups }) => groups.map((group) => ({ ...group })),
});

/** `GET /api/retention`. */
const retention = defineEndpoint({
  ...{ path: "/api/retention", name: "retention", tag },
  summary: "Weekly cohorts of users by their first qualified view, and how many came back.",
  query: { ...periodParameters("Cohorts whose week starts"), ...utcParameter },
  answer: retentionSchema,
  ask: async (ports, period) => {
    const { cohorts } = await queriesOf(ports).retention();
    return { cohorts: cohorts.filter(({ week }) => isWithin(week, period)) };
  },
  rows: ({ cohorts }) =>
    cohorts.flatMap(({ week: cohort, weeks }) =>
      weeks.map(({ users, share, finished }, week) => ({ cohort, week, users, share, finished }))
    ),
});

/** `GET /api/sittings`. */
const sittings = defineEndpoint({
  ...{ path: "/api/sittings", name: "sittings", tag },
  summary: "Sittings that hold a binge, of any show or of one, newest first.",
  query: {
    ...rangeParameters,
    ...unusedZoneParameter,
    show: textParameter("Only sittings that hold a binge of this show."),
    ...pageParameters(20, 200),
  },
  answer: sittingsSchema,
  ask: (ports, { tz: _, ...parameters }) => queriesOf(ports).sittings(parameters),
  rows: (answer) =>
    answer.sittings.map(({ views, binge_of, ...sitting }) => ({
      ...sitting,
      binge_of: binge_of.join("; "),
      views: views.length,
    })),
});

/** All of them. */
export const viewEndpoints = [
  ...[overview, timeseries, heatmap, distributions, breakdown],
  ...[retention, sittings],
];
