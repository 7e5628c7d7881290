// Tests of scoring by kinds of row, against the formulas applied row by row.

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  completionRate,
  DEFAULT_THRESHOLDS,
  engagementScore,
  type Thresholds,
} from "../../domain/scoring.ts";
import { RowScorer, type Runtimes } from "./row_scorer.ts";

interface Row {
  readonly show: number;
  readonly episode: number;
  readonly minutes: number;
  readonly episodesInSitting: number;
}

/** What each row is scored, taken from its kind. */
function scores(rows: readonly Row[], runtimes: Runtimes, scorer: RowScorer) {
  const values = [...new Set(rows.map(({ minutes }) => minutes))];
  const kinds = scorer.score({
    rows: rows.length,
    showCodes: Uint32Array.from(rows, ({ show }) => show),
    episodeCodes: Uint32Array.from(rows, ({ episode }) => episode),
    watchMinutes: {
      codes: Uint32Array.from(rows, ({ minutes }) => values.indexOf(minutes)),
      values: Float64Array.from(values),
      counts: new Uint32Array(values.length),
      size: values.length,
    },
    episodesInSitting: Uint8Array.from(rows, ({ episodesInSitting }) => episodesInSitting),
  }, runtimes);
  return Array.from(kinds.codes, (kind) => ({
    show: kinds.showCodes[kind],
    minutes: kinds.watchMinutes[kind],
    completion: kinds.completionRates[kind],
    engagement: kinds.engagementScores[kind],
    isBinge: kinds.isBinge[kind],
  }));
}

function scoresByRow(rows: readonly Row[], runtimes: Runtimes, thresholds: Thresholds) {
  return rows.map(({ show, episode, minutes, episodesInSitting }) => {
    const runtime = runtimes.byEpisode.get(show)?.get(episode) ?? runtimes.byShow[show];
    const completion = completionRate(minutes, Number.isNaN(runtime) ? null : runtime);
    return {
      show,
      minutes,
      completion: completion ?? NaN,
      engagement: engagementScore(completion, episodesInSitting, thresholds) ?? NaN,
      isBinge: episodesInSitting >= thresholds.bingeEpisodes ? 1 : 0,
    };
  });
}

const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  show: fc.nat(3),
  episode: fc.nat(2),
  minutes: fc.constantFrom(0.001, 1, 30, 42.5, 60, 1440),
  episodesInSitting: fc.oneof(fc.nat(5), fc.nat(255)),
});

const byShow = Float64Array.of(60, NaN, 42.5, 7);
const runtimesArbitrary: fc.Arbitrary<Runtimes> = fc.constantFrom(
  { byShow, byEpisode: new Map() },
  { byShow, byEpisode: new Map([[1, new Map([[2, 30]])], [2, new Map([[0, 90]])]]) },
);

Deno.test("RowScorer scores rows as the formulas do, with any thresholds and runtimes", () => {
  const thresholdsArbitrary = fc.record({
    bingeEpisodes: fc.integer({ min: 1, max: 8 }),
    depthWeight: fc.constantFrom(0, 0.3, 1),
  });
  const parts = fc.array(fc.tuple(fc.array(rowArbitrary, { maxLength: 60 }), runtimesArbitrary), {
    maxLength: 4,
  });
  fc.assert(fc.property(thresholdsArbitrary, parts, (changed, parts) => {
    const thresholds = { ...DEFAULT_THRESHOLDS, ...changed };
    const scorer = new RowScorer(thresholds);
    for (const [rows, runtimes] of parts) {
      assert.deepEqual(scores(rows, runtimes, scorer), scoresByRow(rows, runtimes, thresholds));
    }
  }));
});

Deno.test("RowScorer counts the rows of each kind, the kinds of a show together", () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({
    show: (i * 7) % 3,
    episode: 0,
    minutes: 10 + (i % 2),
    // 3 and more episodes score alike.
    episodesInSitting: 3 + i,
  }));
  const minutes = { codes: new Uint32Array(50), values: Float64Array.of(10, 11) };
  rows.forEach((row, i) => minutes.codes[i] = row.minutes - 10);
  const kinds = new RowScorer(DEFAULT_THRESHOLDS).score({
    rows: 50,
    showCodes: Uint32Array.from(rows, ({ show }) => show),
    episodeCodes: null,
    watchMinutes: { ...minutes, counts: Uint32Array.of(25, 25), size: 2 },
    episodesInSitting: Uint8Array.from(rows, ({ episodesInSitting }) => episodesInSitting),
  }, { byShow, byEpisode: new Map() });
  assert.equal(kinds.size, 6);
  assert.deepEqual([...kinds.showCodes.subarray(0, 6)], [0, 0, 1, 1, 2, 2]);
  const counts = new Uint32Array(6);
  for (const kind of kinds.codes) counts[kind]++;
  assert.deepEqual([...kinds.counts.subarray(0, 6)], [...counts]);
});
