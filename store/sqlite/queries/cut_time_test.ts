// Tests of years and decades, which the law of series does not walk through.

import assert from "node:assert/strict";
import { FIRST_INSTANT_MS, LAST_INSTANT_MS } from "../../../domain/instant.ts";
import { cutTime } from "./cut_time.ts";
import { ZoneOffsets } from "./zone_offsets.ts";

const cut = (from: string, to: string, grain: "year" | "decade", tz = "UTC") =>
  cutTime({ fromMs: Date.parse(from), toMs: Date.parse(to) }, grain, {
    ...{ zone: new ZoneOffsets(tz), maxPieces: 20_000 },
  })!.map((cutMs) => new Date(cutMs).toISOString());

Deno.test("cutTime() cuts years and decades at the first of January of the zone", () => {
  assert.deepEqual(cut("2019-06-01T00:00:00Z", "2021-01-01T00:00:00Z", "year"), [
    ...["2019-01-01T00:00:00.000Z", "2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z"],
  ]);
  assert.deepEqual(cut("2019-12-31T23:30:00Z", "2020-01-01T00:00:00Z", "decade", "Europe/Berlin"), [
    ...["2019-12-31T23:00:00.000Z", "2029-12-31T23:00:00.000Z"],
  ]);
  assert.deepEqual(cut("0001-01-01T00:00:00Z", "0011-01-01T00:00:00Z", "decade"), [
    ...["0000-01-01T00:00:00.000Z", "0010-01-01T00:00:00.000Z", "0020-01-01T00:00:00.000Z"],
  ]);
});

Deno.test("cutTime() cuts all the years there are, in any zone", () => {
  const whole = { fromMs: FIRST_INSTANT_MS, toMs: LAST_INSTANT_MS };
  for (const tz of ["UTC", "Pacific/Apia", "America/New_York"]) {
    const options = { zone: new ZoneOffsets(tz), maxPieces: 20_000 };
    assert.equal(cutTime(whole, "month", options), null);
    for (const [grain, least] of [["year", 9_999], ["decade", 1_000]] as const) {
      const cuts = cutTime(whole, grain, options)!;
      assert.ok(cuts.length >= least && cuts.length <= least + 3);
      assert.ok(cuts[0]! <= whole.fromMs && cuts.at(-1)! >= whole.toMs);
      assert.ok(cuts.every((at, i) => i === 0 || at > cuts[i - 1]!));
    }
  }
});
