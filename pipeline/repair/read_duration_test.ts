// Tests of reading durations with their units.

import assert from "node:assert/strict";
import fc from "fast-check";
import { readDuration } from "./read_duration.ts";

Deno.test("readDuration() reads what players and people write", () => {
  const minutes: Readonly<Record<string, number>> = {
    ...{ "12m": 12, "12 min": 12, "12min.": 12, " 12,5 ": 12.5, "90s": 1.5, "2h": 120 },
    ...{ "1h 30m": 90, "1 hour, 30 minutes": 90, "1h30": NaN, "0:45:30": 45.5, "45:30": 45.5 },
    ...{ "PT1H5M": 65, "pt90s": 1.5, "P1D": 1440, "1 h and 2 s": 60 + 2 / 60, "5400000ms": 90 },
  };
  for (const [text, expected] of Object.entries(minutes)) {
    const got = readDuration(text) ?? NaN;
    assert.ok(Object.is(got, expected) || Math.abs(got - expected) < 1e-4, `${text}: ${got}`);
  }
});

Deno.test("readDuration() leaves what is no duration", () => {
  for (
    const text of ["", "m", "soon", "-5m", "12 apples", "5m 1h", "1m 2m", "P", "PT", "1:99", "∞"]
  ) {
    assert.equal(readDuration(text), null, text);
  }
});

Deno.test("readDuration() reads back hours, minutes and seconds however they are joined", () => {
  const whole = fc.nat({ max: 59 });
  fc.assert(
    fc.property(whole, whole, whole, fc.constantFrom("", " ", ", ", " and "), (h, m, s, joint) => {
      const expected = h * 60 + m + s / 60;
      const clock = `${h}:${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}`;
      for (const text of [`${h}h${joint}${m}min${joint}${s}s`, clock, `PT${h}H${m}M${s}S`]) {
        assert.ok(Math.abs(readDuration(text)! - expected) < 1e-4, text);
      }
    }),
  );
});

Deno.test("readDuration() never throws and never answers what is not finite", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const minutes = readDuration(text);
    assert.ok(minutes === null || Number.isFinite(minutes) && minutes >= 0);
  }));
});
