// Tests of the gauges of quality: the last whole hour, by expectation.

import assert from "node:assert/strict";
import { forSparse } from "../../domain/columns.ts";
import { silentLogger } from "../../telemetry/logger.ts";
import { Telemetry } from "../../telemetry/telemetry.ts";
import { fakeApi } from "../api/api_fixture.ts";
import { registerQualityGauges } from "./quality_gauges.ts";

const HOUR_MS = 3_600_000;

Deno.test("registerQualityGauges() tells what the last whole hour came to, and nothing before it is over", async () => {
  const { ports, store } = fakeApi(), telemetry = new Telemetry(silentLogger);
  const start = new Date(ports.nowMs() - HOUR_MS).toISOString();
  const ledger = { read: 10, accepted: 5, duplicate: 0, quarantined: 5, excluded: 0 };
  const views = {
    ...{ accepted: 5, qualified: 5, minutes: 100 },
    without: forSparse(() => 0),
  };
  let hasHour = false;
  const queries = {
    ...store.queries,
    ingestWindows: () => Promise.resolve(hasHour ? [{ start, ledger, views }] : []),
  };
  const { contract, nowMs } = ports;
  registerQualityGauges(telemetry, { contract, nowMs, queries: () => queries });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.doesNotMatch(await telemetry.metrics.render(), /expectation_observed\{/);
  hasHour = true;
  const text = await telemetry.metrics.render();
  assert.match(text, /playhead_expectation_observed\{expectation="quarantine.share"\} 0\.5/);
  assert.match(text, /playhead_expectation_passed\{expectation="quarantine.share"\} 0/);
  assert.match(text, /playhead_expectation_passed\{expectation="duration.mean"\} 1/);
  assert.doesNotMatch(text, /playhead_expectation_usual\{/);
});
