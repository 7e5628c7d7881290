// Tests of judging records by the earliest date of their time in the log.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { ThresholdsByTime } from "./earliest_dates.ts";

Deno.test("ThresholdsByTime.at() gives the date that held, the first one before its time too", () => {
  const dates = [{ sinceMs: 100, earliestMs: 1 }, { sinceMs: 200, earliestMs: 2 }];
  const byTime = new ThresholdsByTime({ ...DEFAULT_THRESHOLDS, earliestMs: 2 }, dates);
  const at = (ingestTimeMs: number) => byTime.at(ingestTimeMs).earliestMs;
  assert.deepEqual([0, 100, 199, 200, 1e12].map(at), [1, 1, 1, 2, 2]);
  assert.equal(new ThresholdsByTime(DEFAULT_THRESHOLDS).at(5), DEFAULT_THRESHOLDS);
});
