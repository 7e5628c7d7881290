// Tests of the generator's limits and defaults.

import assert from "node:assert/strict";
import { UsageError } from "../../domain/errors.ts";
import { planGeneration } from "./generate_options.ts";

const DAY_SECONDS = 86_400;

Deno.test("planGeneration() ends the period with a fixed day unless a start is given", () => {
  const lastSecond = ({ startSecond, days }: { startSecond: number; days: number }) =>
    new Date((startSecond + days * DAY_SECONDS - 1) * 1000).toISOString();
  assert.equal(lastSecond(planGeneration({})), "2026-10-31T23:59:59.000Z");
  assert.equal(lastSecond(planGeneration({ days: 7 })), "2026-10-31T23:59:59.000Z");
  const given = planGeneration({ days: 7, start: "2024-02-26" });
  assert.equal(lastSecond(given), "2024-03-03T23:59:59.000Z");
});

Deno.test("planGeneration() has one user per 40 rows and at least 50", () => {
  assert.equal(planGeneration({ rows: 5_000_000 }).users, 125_000);
  assert.equal(planGeneration({ rows: 10 }).users, 50);
  assert.equal(planGeneration({ rows: 10, users: 3 }).users, 3);
});

Deno.test("planGeneration() names flag, need and value of what is out of its limits", () => {
  for (
    const [options, text] of [
      [{ rows: -1 }, /--rows must be a whole number from 0 .*: current value is -1$/],
      [{ users: 0 }, /--users/],
      [{ shows: 1.5 }, /--shows/],
      [{ days: NaN }, /--days/],
      [{ seed: 2 ** 53 }, /--seed/],
      [{ errors: 1.1 }, /--errors must be a share from 0 to 1/],
      [{ errors: 0.2, duplicates: 0.5 }, /--duplicates must be a share from 0 to 0.4/],
      [{ start: "2026-02-30" }, /--start .*"2026-02-30"$/],
      [{ start: "2100-01-01", days: 9_000 }, /--start/],
    ] as const
  ) {
    assert.throws(() => planGeneration(options), (error: unknown) => {
      return error instanceof UsageError && text.test(error.message);
    }, JSON.stringify(options));
  }
});
