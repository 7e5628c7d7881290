// Tests of the tally, against sums that are made row by row in whole numbers of any size.

import assert from "node:assert/strict";
import fc from "fast-check";
import { forSparse, NO_DIMENSIONS } from "../../domain/columns.ts";
import { minuteUnits, rateUnits } from "../../domain/fixed_sum.ts";
import { durationBins } from "../../domain/histogram.ts";
import { emptyTally, mergeTally, type RunTally } from "./run_tally.ts";
import { type TalliedRows, tallyRows } from "./tally_rows.ts";

const DAY_MS = 86_400_000, QUALIFIED_MINUTES = 2;

interface Row {
  readonly startMs: number;
  readonly show: number;
  readonly minutes: number;
  readonly completion: number;
  readonly isBinge: boolean;
  readonly device: number;
}

const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  startMs: fc.oneof(
    fc.integer({ min: -1e9, max: 1e9 }),
    fc.integer({ min: Date.UTC(1950), max: Date.UTC(2050) }),
  ),
  show: fc.nat(2),
  minutes: fc.oneof(
    fc.constantFrom(1e-9, 1.999, 2, 5, 239.999, 240, 1440),
    fc.double({ min: 1e-6, max: 1440, noNaN: true }),
  ),
  completion: fc.oneof(fc.constantFrom(NaN, 0, 0.05, 1), fc.double({ min: 0, max: 1 })),
  isBinge: fc.boolean(),
  device: fc.nat(1),
});

/** Columns in which each row is a duration and a kind of its own, `times` over. */
function columnsOf(rows: readonly Row[], times = 1): TalliedRows {
  const all = Array.from({ length: times }, () => rows).flat();
  const codes = Uint32Array.from(all, (_, i) => i % rows.length);
  const counts = new Uint32Array(rows.length).fill(times), size = rows.length;
  const watchMinutes = Float64Array.from(rows, ({ minutes }) => minutes);
  return {
    rows: all.length,
    startMs: Float64Array.from(all, ({ startMs }) => startMs),
    watchMinutes: { codes, counts, size, values: watchMinutes },
    kinds: {
      codes,
      counts,
      size,
      watchMinutes,
      showCodes: Uint32Array.from(rows, ({ show }) => show),
      completionRates: Float64Array.from(rows, ({ completion }) => completion),
      engagementScores: Float64Array.from(rows, ({ completion }) => completion / 2),
      isBinge: Uint8Array.from(rows, ({ isBinge }) => isBinge ? 1 : 0),
    },
    dimensionCodes: { ...NO_DIMENSIONS, device: Uint32Array.from(all, ({ device }) => device) },
    episodeCodes: null,
  };
}

function tallyOf(rows: readonly Row[], times = 1): RunTally {
  const tally = emptyTally();
  tallyRows(tally, columnsOf(rows, times), QUALIFIED_MINUTES);
  return tally;
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + BigInt(n), 0n);

Deno.test("tallyRows() adds up what adding row by row does", () => {
  fc.assert(fc.property(fc.array(rowArbitrary, { minLength: 1 }), (rows) => {
    const tally = tallyOf(rows);
    const qualified = rows.filter(({ minutes }) => minutes >= QUALIFIED_MINUTES);
    const rated = qualified.filter(({ completion }) => !Number.isNaN(completion));
    const watchMs = (some: readonly Row[]) =>
      some.reduce((sum, { minutes }) => sum + Math.round(minutes * 60_000), 0);
    assert.equal(tally.accepted, rows.length);
    assert.equal(tally.qualified, qualified.length);
    assert.equal(tally.binge, qualified.filter(({ isBinge }) => isBinge).length);
    assert.equal(tally.rated, rated.length);
    assert.equal(tally.firstMs, Math.min(...rows.map(({ startMs }) => startMs)));
    assert.equal(tally.lastMs, Math.max(...rows.map(({ startMs }) => startMs)));
    assert.equal(tally.minuteUnits, sumOf(rows.map(({ minutes }) => minuteUnits(minutes))));
    assert.equal(
      tally.completionUnits,
      sumOf(rated.map(({ completion }) => rateUnits(completion))),
    );
    assert.equal(
      tally.engagementUnits,
      sumOf(rated.map(({ completion }) => rateUnits(completion / 2))),
    );
    const devices = rows.filter(({ device }) => device === 0).length;
    assert.deepEqual(tally.nulls, { ...forSparse(() => rows.length), device: devices });
    for (const [code, show] of tally.shows) {
      const its = rows.filter((row) => row.show === code);
      const itsRated = rated.filter((row) => row.show === code);
      assert.equal(show.accepted, its.length);
      assert.equal(show.watchMs, watchMs(its));
      assert.equal(show.qualified, qualified.filter((row) => row.show === code).length);
      assert.equal(show.completed, itsRated.length);
      assert.equal(
        show.completionTenMillionths,
        itsRated.reduce((sum, { completion }) => sum + Math.round(completion * 1e7), 0),
      );
    }
    assert.equal(tally.shows.size, new Set(rows.map(({ show }) => show)).size);
  }));
});

Deno.test("tallyRows() puts views into the days and hours of the week of UTC", () => {
  fc.assert(fc.property(fc.array(rowArbitrary, { minLength: 1 }), (rows) => {
    const tally = tallyOf(rows);
    const hours = new Array(168).fill(0), days = new Map<number, [number, number]>();
    for (const { startMs, minutes } of rows) {
      const date = new Date(startMs), watchMs = Math.round(minutes * 60_000);
      hours[((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours()] += watchMs;
      const day = Math.floor(startMs / DAY_MS), [views, sumMs] = days.get(day) ?? [0, 0];
      days.set(day, [views + (minutes >= QUALIFIED_MINUTES ? 1 : 0), sumMs + watchMs]);
    }
    assert.deepEqual([...tally.hoursOfWeek], hours);
    assert.deepEqual(tally.days, days);
  }));
});

Deno.test("tallyRows() takes any spread of dates, and starts anew with the next rows", () => {
  const row = { show: 0, minutes: 60, completion: NaN, isBinge: false, device: 0 };
  const first = Date.parse("0001-01-01"), last = Date.parse("9999-12-31T23:59:59.999Z");
  const days = [first, last].map((startMs) => Math.floor(startMs / DAY_MS));
  for (let round = 0; round < 2; round++) {
    const tally = tallyOf([{ ...row, startMs: last }, { ...row, startMs: first }]);
    assert.deepEqual([...tally.days], days.map((day) => [day, [1, 3_600_000]]));
  }
  assert.deepEqual([...tallyOf([{ ...row, startMs: first }]).days], [[days[0], [1, 3_600_000]]]);
});

Deno.test("tallyRows() stays exact where products pass 2⁵³", () => {
  const row: Row = {
    startMs: 0,
    show: 0,
    minutes: 1439.999999999,
    completion: 0.99999999999,
    isBinge: false,
    device: 1,
  };
  const times = 100_003, tally = tallyOf([row], times);
  assert.equal(tally.minuteUnits, 1_439_999_999_999n * BigInt(times));
  assert.equal(tally.completionUnits, 99_999_999_999n * BigInt(times));
});

Deno.test("tallyRows() puts durations and completion rates into the bins that hold their lower borders", () => {
  const row = { startMs: 0, show: 0, completion: 1, isBinge: true, device: 0 };
  const minutes = [1.999, 2, 4.999, 5, 239.999, 240, 1440];
  const tally = tallyOf(minutes.map((minutes) => ({ ...row, minutes })));
  const bins = new Array(16).fill(0);
  bins[0] = 2;
  bins[1] = 1;
  bins[14] = 1;
  bins[15] = 2;
  assert.deepEqual(durationBins(tally.durationBins).map((bin) => bin.qualified_views), bins);
  assert.deepEqual([2, 4, 5, 239, 240, 1440].map((minute) => tally.durationBins[minute]), [
    ...[1, 1, 1, 1, 1, 1],
  ]);
  const rates = tallyOf([0, 0.0499, 0.05, 0.999, 1].map((completion) => (
    { ...row, minutes: 9, completion }
  )));
  assert.deepEqual([0, 1, 2, 19].map((bin) => rates.completionBins[bin]), [2, 1, 0, 2]);
});

Deno.test("mergeTally() gives the whole, however the rows are cut and in whatever order parts come", () => {
  const parts = fc.array(fc.array(rowArbitrary, { minLength: 1, maxLength: 10 }), { minLength: 1 });
  fc.assert(fc.property(parts, fc.infiniteStream(fc.nat()), (parts, order) => {
    const shuffled = parts.map((rows) => ({ rows, key: order.next().value as number }))
      .sort((a, b) => a.key - b.key);
    const merged = emptyTally();
    for (const { rows } of shuffled) mergeTally(merged, tallyOf(rows));
    assert.deepEqual(merged, tallyOf(parts.flat()));
  }));
});

Deno.test("mergeTally() changes nothing when it adds the tally of nothing", () => {
  const tally = emptyTally();
  tallyRows(tally, { ...columnsOf([]), rows: 0 }, QUALIFIED_MINUTES);
  mergeTally(tally, emptyTally());
  assert.deepEqual(tally, emptyTally());
});
