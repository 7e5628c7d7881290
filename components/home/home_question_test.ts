// Periods that are compared have one length and touch.

import assert from "node:assert/strict";
import { homeQuestion } from "./home_question.ts";

const ALL = { first: "2026-01-01T00:00:00.000Z", last: "2026-03-01T11:59:59.999Z" };

Deno.test("homeQuestion() compares the last 30 days when no period is given", () => {
  const { compared, grain } = homeQuestion({ from: null, to: null }, ALL);
  assert.deepEqual(compared, {
    now: { from: "2026-01-30T12:00:00.000Z", to: "2026-03-01T12:00:00.000Z" },
    before: { from: "2025-12-31T12:00:00.000Z", to: "2026-01-30T12:00:00.000Z" },
    days: 30,
  });
  assert.equal(grain, "day");
});

Deno.test("homeQuestion() compares a period with the one before it, of the same length", () => {
  const period = { from: "2026-02-01T00:00:00Z", to: "2026-02-02T00:00:00Z" };
  const { compared, grain } = homeQuestion(period, ALL);
  assert.deepEqual(compared?.before, {
    from: "2026-01-31T00:00:00.000Z",
    to: "2026-02-01T00:00:00.000Z",
  });
  assert.equal(grain, "quarter_hour");
});

Deno.test("homeQuestion() compares nothing without views or with an empty period", () => {
  assert.equal(homeQuestion({ from: null, to: null }, { first: null, last: null }).compared, null);
  const empty = { from: "2026-02-02T00:00:00Z", to: "2026-02-01T00:00:00Z" };
  assert.equal(homeQuestion(empty, ALL).compared, null);
});
