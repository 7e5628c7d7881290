// Metrics follow from their sums, and the table names each of them once.

import assert from "node:assert/strict";
import { minuteUnits, rateUnits } from "./fixed_sum.ts";
import { bingeShare, cardFigure, figuresOf, headOf, METRICS, type Sums } from "./metrics.ts";

const NOTHING: Sums = {
  ...{ accepted: 0, qualified: 0, binge: 0, rated: 0, users: 0, shows: 0 },
  ...{ minuteUnits: 0n, completionUnits: 0n, engagementUnits: 0n },
};

Deno.test("figuresOf() derives each metric from its sums, in the order of the ids", () => {
  const sums: Sums = {
    ...{ accepted: 5, qualified: 4, binge: 3, rated: 2, users: 2, shows: 1 },
    minuteUnits: BigInt(minuteUnits(90)),
    completionUnits: BigInt(rateUnits(0.5) + rateUnits(1)),
    engagementUnits: BigInt(rateUnits(0.25) * 2),
  };
  const ids = ["watch_hours", "qualified_views", "mean_completion_rate", "binge_share"] as const;
  const figures = figuresOf(ids, sums);
  assert.deepEqual(Object.entries(figures), [
    ...[["watch_hours", 1.5], ["qualified_views", 4]],
    ...[["mean_completion_rate", 0.75], ["binge_share", 0.75]],
  ]);
  const others = figuresOf(
    ["accepted_views", "unknown_runtime_views", "mean_engagement_score", "users", "shows"],
    sums,
  );
  assert.deepEqual(Object.values(others), [5, 2, 0.25, 2, 1]);
});

Deno.test("figuresOf() of nothing counts 0 and has no mean and no share", () => {
  assert.deepEqual(
    figuresOf(["qualified_views", "watch_hours", "mean_completion_rate", "binge_share"], NOTHING),
    { qualified_views: 0, watch_hours: 0, mean_completion_rate: null, binge_share: null },
  );
});

Deno.test("cardFigure() takes the share of binges from the counts of an answer", () => {
  const answer = {
    ...figuresOf(["watch_hours", "users", "mean_completion_rate"], NOTHING),
    ...{ qualified_views: 8, binge_views: 2, mean_engagement_score: 0.5 },
    median_duration_minutes: null,
  };
  assert.equal(bingeShare(answer), 0.25);
  assert.equal(cardFigure("binge_share", answer), 0.25);
  assert.equal(cardFigure("mean_engagement_score", answer), 0.5);
});

Deno.test("no two metrics have one title or one head of a column", () => {
  const ids = Object.keys(METRICS) as (keyof typeof METRICS)[];
  assert.equal(new Set(ids.map((id) => METRICS[id].title)).size, ids.length);
  assert.equal(new Set(ids.map(headOf)).size, ids.length);
});
