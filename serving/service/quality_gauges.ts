// Gauges of the contract on the live stream: what the last whole hour of ingest came to.

import { HISTORY_HOURS, windowQuality } from "../../domain/window_quality.ts";
import type { WindowExpectation, WindowPoint } from "../../domain/window_answer.ts";
import type { Expectation } from "../../domain/contract.ts";
import { HOUR_MS } from "../../domain/time.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { ContractPort } from "../ports.ts";
import type { StoreQueries } from "../../store/port.ts";

/** What is read at each scrape. */
export interface QualitySources {
  readonly queries: () => StoreQueries | null;
  readonly contract: ContractPort;
  readonly nowMs: () => number;
}

/** Adds the gauges to the metrics. The contract's file is read for the next scrape, at each one. */
export function registerQualityGauges({ metrics }: Telemetry, sources: QualitySources): void {
  let expectations: readonly Expectation[] = [];
  const refresh = async () => {
    expectations = (await sources.contract.read()).expectations;
  };
  const refreshed = () => void refresh().catch(() => {}); // a file that is no contract: the one before
  refreshed();
  const read = (valueOf: (point: WindowPoint) => number | null) => async () => {
    const values = (await lastHour(sources, expectations)).flatMap(({ id, points: [point] }) => {
      const value = point === undefined ? null : valueOf(point);
      return value === null ? [] : [[id, value] as const];
    });
    return Object.fromEntries(values);
  };
  metrics.gauge("playhead_expectation_observed", {
    help: "What the last whole hour of ingest came to, by the expectation's id.",
    label: "expectation",
    read: () => (refreshed(), read(({ observed }) => observed)()),
  });
  metrics.gauge("playhead_expectation_passed", {
    help: "1 while the last whole hour of ingest kept the expectation's limit.",
    label: "expectation",
    read: read(({ passed }) => passed === null ? null : Number(passed)),
  });
  metrics.gauge("playhead_expectation_usual", {
    help: "1 while the last whole hour of ingest lay in the band of earlier weeks.",
    label: "expectation",
    read: read(({ usual }) => usual === null ? null : Number(usual)),
  });
}

/** Of the two last hours, the one that is over; none while there is but the running one. */
async function lastHour(
  { queries, nowMs }: QualitySources,
  expectations: readonly Expectation[],
): Promise<readonly WindowExpectation[]> {
  const store = queries(), now = nowMs();
  if (store === null) return [];
  const windows = await store.ingestWindows(Math.floor(now / HOUR_MS - HISTORY_HOURS) * HOUR_MS);
  const told = windowQuality(windows, expectations, { nowMs: now, hours: 2 });
  return told.expectations.filter(({ points }) => points.length === 2);
}
