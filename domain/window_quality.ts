// Holds the hours of the live stream against the data contract, and against what is usual for them. Pure.

import { forSparse } from "./columns.ts";
import {
  CONTRACT_METRICS,
  type ContractMetric,
  type ContractMetrics,
  type Expectation,
  forNullShares,
  type Limit,
  type Severity,
} from "./contract.ts";
import { formatInstant } from "./instant.ts";
import type { IngestWindow } from "./ingest_window.ts";
import { describeLimit, holds, rangeOf } from "./limit.ts";
import { HOUR_MS, WEEK_HOURS } from "./time.ts";
import type { WindowExpectation, WindowPoint, WindowQuality } from "./window_answer.ts";

/** How bands are drawn; docs/quality.md tells why. */
export const BAND = {
  /** Earlier weeks that are looked at. */
  weeks: 8,
  /** Fewer values than these draw no band. */
  minWeeks: 4,
  /** Median absolute deviations to each side: 4.5 are three standard deviations of normal data. */
  deviations: 4.5,
} as const;
/** Of how many hours before the shown ones the bands need to know. */
export const HISTORY_HOURS = BAND.weeks * WEEK_HOURS;

/** What has a band, and its least half width: shares by hundredths, the others by a tenth of the median. */
const BANDED: Partial<Readonly<Record<ContractMetric, BandFloor>>> = {
  row_count: { relative: 0.1, absolute: 1 },
  quarantined_share: { relative: 0.1, absolute: 0.01 },
  ...forNullShares(() => ({ relative: 0.1, absolute: 0.01 })),
  mean_duration_minutes: { relative: 0.1, absolute: 0.5 },
};

/** What is asked. */
export interface WindowQuestion {
  readonly nowMs: number;
  /** Hours that are shown, the running one with them. */
  readonly hours: number;
}

type Measured = ReadonlyMap<number, ReturnType<typeof windowMetrics>>;

/** `windows` are of the shown hours and of {@link HISTORY_HOURS} before them, in any order. */
export function windowQuality(
  windows: readonly IngestWindow[],
  expectations: readonly Expectation[],
  { nowMs, hours }: WindowQuestion,
): WindowQuality {
  const measured: Measured = new Map(
    windows.map((window) => [Date.parse(window.start) / HOUR_MS, windowMetrics(window)]),
  );
  const last = Math.floor(nowMs / HOUR_MS), first = Math.min(last, ...measured.keys());
  const shown = range(Math.max(first, last - hours + 1), last);
  const isMeasured = ({ metric }: Expectation) => metric in windowMetrics(NOTHING);
  const held = expectations.filter(isMeasured).map(({ id, description, metric, limit, severity }) =>
    seriesOf({ id, description, metric }, { limit, severity }, { measured, first, last, shown })
  );
  const named = new Set(expectations.map(({ metric }) => metric));
  const usual = (Object.keys(BANDED) as ContractMetric[]).filter((metric) => !named.has(metric))
    .map((metric) => {
      const about = {
        id: `usual.${metric}`,
        description: CONTRACT_METRICS[metric].meaning,
        metric,
      };
      return seriesOf(about, null, { measured, first, last, shown });
    });
  return {
    window: "hour",
    weeks_known: Math.floor((last - first) / WEEK_HOURS),
    weeks_needed: BAND.minWeeks,
    expectations: [...held, ...usual],
    not_measured: expectations.filter((one) => !isMeasured(one)).map(({ id }) => id),
  };
}

interface About {
  readonly id: string;
  readonly description: string;
  readonly metric: ContractMetric;
}
interface Rule {
  readonly limit: Limit;
  readonly severity: Severity;
}
interface Hours {
  readonly measured: Measured;
  readonly first: number;
  readonly last: number;
  readonly shown: readonly number[];
}

function seriesOf(about: About, rule: Rule | null, hours: Hours): WindowExpectation {
  const { metric } = about, { unit } = CONTRACT_METRICS[metric];
  const points = hours.shown.map((hour) => pointOf(hour, { metric, rule, hours }));
  return {
    ...about,
    unit,
    limit: rule && describeLimit(rule.limit),
    severity: rule && rule.severity,
    ...(rule === null ? {} : rangeOf(rule.limit)),
    failed: points.filter(({ passed }) => passed === false).length,
    unusual: points.filter(({ usual }) => usual === false).length,
    points,
  };
}

function pointOf(
  hour: number,
  { metric, rule, hours }: {
    readonly metric: ContractMetric;
    readonly rule: Rule | null;
    readonly hours: Hours;
  },
): WindowPoint {
  const observed = observe(hour, metric, hours), floor = BANDED[metric];
  const earlier = Array.from({ length: BAND.weeks }, (_, week) => {
    const at = hour - (week + 1) * WEEK_HOURS;
    return at < hours.first ? null : observe(at, metric, hours);
  });
  const band = floor === undefined ? null : expectedBand(earlier, floor);
  // An hour that is not over has yet to reach its counts, and one without rows has nothing to hold.
  const isOpen = hour === hours.last,
    isCount = CONTRACT_METRICS[metric].unit !== "share" &&
      CONTRACT_METRICS[metric].unit !== "minutes";
  const isTooEarly = isOpen && isCount;
  const isEmpty = !hours.measured.has(hour);
  const holdsRule = rule === null || observed === null || holds(rule.limit, observed);
  const isUsual = band === null || observed === null ||
    observed >= band.low && observed <= band.high;
  return {
    start: formatInstant(hour * HOUR_MS),
    observed,
    passed: rule === null || isEmpty || isTooEarly && !holdsRule ? null : holdsRule,
    usual: band === null || observed === null || isTooEarly && !isUsual ? null : isUsual,
    band: band && [band.low, band.high],
  };
}

/** An hour without rows had none of them: that is a volume too. */
function observe(hour: number, metric: ContractMetric, { measured }: Hours): number | null {
  const metrics = measured.get(hour) ?? windowMetrics(NOTHING);
  return metrics[metric] ?? null;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const NOTHING: IngestWindow = {
  start: "",
  ledger: { read: 0, accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 },
  views: {
    ...{ accepted: 0, qualified: 0, minutes: 0 },
    without: forSparse(() => 0),
  },
};

/** The least half width of a band: hours that were all alike must not make the next one a suspect. */
interface BandFloor {
  /** Of the median. */
  readonly relative: number;
  readonly absolute: number;
}

/** What is usual: both ends belong to it. */
interface Band {
  readonly low: number;
  readonly high: number;
  readonly median: number;
}

/**
 * Median ± 4.5 · MAD of the earlier values, at least as wide as `floor` says and never below 0; null
 * while there are too few of them. Weeks without a value (null) do not count.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const floor = { relative: 0, absolute: 1 };
 * assert.deepEqual(expectedBand([10, 12, 11, 30], floor), { low: 7, high: 16, median: 11.5 });
 * assert.equal(expectedBand([10, 12, 11, null], floor), null);
 * ```
 */
export function expectedBand(
  earlier: readonly (number | null)[],
  { relative, absolute }: BandFloor,
): Band | null {
  const values = earlier.filter((value) => value !== null);
  if (values.length < BAND.minWeeks) return null;
  const middle = median(values);
  const deviation = median(values.map((value) => Math.abs(value - middle)));
  const half = Math.max(BAND.deviations * deviation, relative * Math.abs(middle), absolute);
  return { low: Math.max(0, middle - half), high: middle + half, median: middle };
}

/** The middle value, or the mean of the two middle ones. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b), at = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[at]! : (sorted[at - 1]! + sorted[at]!) / 2;
}

/** Null where the denominator is zero. Metrics that need the rows themselves are not among them. */
function windowMetrics({ ledger, views }: IngestWindow) {
  const { accepted, without } = views;
  return {
    row_count: ledger.read,
    accepted_rows: ledger.accepted,
    duplicate_rows: ledger.duplicate,
    quarantined_rows: ledger.quarantined,
    excluded_rows: ledger.excluded,
    duplicate_share: ratio(ledger.duplicate, ledger.read),
    quarantined_share: ratio(ledger.quarantined, ledger.read),
    excluded_share: ratio(ledger.excluded, ledger.read),
    ...forNullShares((name) => ratio(without[name], accepted)),
    qualified_views: views.qualified,
    watch_hours: views.minutes / 60,
    mean_duration_minutes: ratio(views.minutes, accepted),
  } as const satisfies Partial<ContractMetrics> as Partial<ContractMetrics>;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
