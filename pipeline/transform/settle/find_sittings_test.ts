// Tests of sittings and their episodes, against the contract's words taken literally.

import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { endMs } from "../../../domain/view.ts";
import { EPISODE, SHOW, TEXT_COLUMNS } from "../scan/view_columns.ts";
import { findSittings } from "./find_sittings.ts";
import { createViewTable } from "./view_table.ts";

interface View {
  readonly startMs: number;
  readonly minutes: number;
  readonly show: number;
  readonly episode: number;
}

/** Sitting start and episodes in sitting of the views of one user, which lie behind another's row. */
function sittingsOf(views: readonly View[]): [number, number][] {
  const present = TEXT_COLUMNS.map((_, column) => column <= EPISODE);
  const table = createViewTable(0, Uint32Array.of(1, views.length), present);
  views.forEach((view, i) => {
    table.startMs[i + 1] = view.startMs;
    table.watchMinutes[i + 1] = view.minutes;
    table.codes[SHOW]![i + 1] = view.show;
    table.codes[EPISODE]![i + 1] = view.episode;
  });
  findSittings(table, 1, 1 + views.length, DEFAULT_THRESHOLDS);
  assert.equal(table.episodesInSitting[0], 0, "another user's row is left alone");
  return views.map((_, i) => [table.sittingStartMs[i + 1], table.episodesInSitting[i + 1]]);
}

function sittingsByDefinition(views: readonly View[]): [number, number][] {
  const sittings: View[][] = [];
  for (const view of views) {
    const ends = (sittings.at(-1) ?? []).map(({ startMs, minutes }) => endMs(startMs, minutes));
    if (ends.length > 0 && view.startMs <= Math.max(...ends) + DEFAULT_THRESHOLDS.sittingGapMs) {
      sittings[sittings.length - 1].push(view);
    } else sittings.push([view]);
  }
  return sittings.flatMap((sitting) =>
    sitting.map(({ show }): [number, number] => {
      const its = sitting.filter((view) => view.show === show && view.minutes >= 2);
      // A view without an episode (code 0) is an episode of its own.
      const episodes = new Set(its.map((view, i) => view.episode === 0 ? -1 - i : view.episode));
      return [sitting[0].startMs, episodes.size];
    })
  );
}

const view = fc.record({
  stepMs: fc.oneof(fc.nat(600_000), fc.constantFrom(0, 1_800_000, 1_920_000, 1_920_001, 9e6)),
  minutes: fc.constantFrom(1.5, 2, 10, 90),
  show: fc.nat(2),
  episode: fc.nat(3),
});

Deno.test("findSittings() finds the sittings and episodes that the contract's words describe", () => {
  const lengths = fc.oneof(fc.array(view, { maxLength: 12 }), fc.array(view, { minLength: 30 }));
  fc.assert(fc.property(lengths, fc.integer({ min: -1e12, max: 1e12 }), (steps, firstMs) => {
    let startMs = firstMs;
    const views = steps.map(({ stepMs, ...rest }) => ({ startMs: startMs += stepMs, ...rest }));
    assert.deepEqual(sittingsOf(views), sittingsByDefinition(views));
  }));
});

Deno.test("findSittings() begins a sitting one millisecond after the gap, not at its end", () => {
  const first = { startMs: 0, minutes: 2, show: 1, episode: 0 }, limitMs = 120_000 + 1_800_000;
  assert.deepEqual(sittingsOf([first, { ...first, startMs: limitMs }]), [[0, 2], [0, 2]]);
  assert.deepEqual(
    sittingsOf([first, { ...first, startMs: limitMs + 1 }]),
    [[0, 1], [limitMs + 1, 1]],
  );
});
