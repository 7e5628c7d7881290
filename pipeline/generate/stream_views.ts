// The generated views in the order of time, batch by batch, in memory that does not grow with them.

import { Audience } from "./audience.ts";
import type { GeneratePlan } from "./generate_options.ts";
import { demandOn, type Show } from "./invent_shows.ts";
import { Sfc32 } from "./sfc32.ts";
import { Sittings } from "./sittings.ts";
import { ViewBatch } from "./view_batch.ts";
import { ViewWheel } from "./view_wheel.ts";
import { hourOfWeek, loadAt } from "./viewing_hours.ts";
import { WeightedDraw } from "./weighted_draw.ts";

const SECONDS_A_DAY = 86_400;
/** Sittings are drawn for this many seconds at a time; the rows of one such slice are in memory. */
const SLICE_SECONDS = 600;

/**
 * Yields exactly `plan.rows` views, errors and repeats included, ordered by the second in which they
 * reach the file: a repeat comes later than its start. The same batch is filled again and again: use it
 * up before asking for the next.
 */
export function* streamViews(
  plan: GeneratePlan,
  shows: readonly Show[],
  audience: Audience,
): Generator<ViewBatch, void, void> {
  const batch = new ViewBatch(), wheel = new ViewWheel();
  const sittings = new Sittings(plan, shows, audience, wheel);
  const places = new Sfc32(plan.seed, 4);
  let second = 0;
  for (const slice of slicesOf(plan, shows)) {
    while (sittings.planned < slice.rowsUntilEnd) {
      sittings.sitDown(slice.second + places.below(SLICE_SECONDS), slice.hourOfWeek, slice.demand);
    }
    const end = slice.second + SLICE_SECONDS;
    while ((second = wheel.drain(second, end, batch)) < end) yield* flush(batch);
  }
  // Repeats may come after the period's end.
  while (wheel.pending > 0) {
    second = wheel.drain(second, second + SLICE_SECONDS, batch);
    if (batch.count === batch.capacity) yield* flush(batch);
  }
  if (batch.count > 0) yield* flush(batch);
}

function* flush(batch: ViewBatch): Generator<ViewBatch, void, void> {
  yield batch;
  batch.count = 0;
}

interface Slice {
  /** Where it starts, from the period's start. */
  readonly second: number;
  readonly hourOfWeek: number;
  /** Rows that must have been planned by its end, from the start of the period. */
  readonly rowsUntilEnd: number;
  readonly demand: WeightedDraw;
}

/** The period in slices; the rows are spread over them as the load of the service is. */
function* slicesOf(plan: GeneratePlan, shows: readonly Show[]): Generator<Slice, void, void> {
  const dayLoads = loadsByDay(plan);
  const total = totalLoad(plan, dayLoads);
  let done = 0;
  for (let day = 0; day < plan.days; day++) {
    const demand = new WeightedDraw(shows.map((show) => demandOn(day, show)));
    for (let inDay = 0; inDay < SECONDS_A_DAY; inDay += SLICE_SECONDS) {
      const second = day * SECONDS_A_DAY + inDay;
      done += dayLoads[day]! * loadAt(plan.startSecond + second);
      yield {
        second,
        hourOfWeek: hourOfWeek(plan.startSecond + second),
        rowsUntilEnd: Math.round(plan.rows * Math.min(1, done / total)),
        demand,
      };
    }
  }
}

/** Days differ a little, by weather and by what else is on, and the audience grows by a fifth. */
function loadsByDay(plan: GeneratePlan): Float64Array {
  const chance = new Sfc32(plan.seed, 5);
  return Float64Array.from(
    { length: plan.days },
    (_, day) => (1 + 0.2 * (day / plan.days)) * (0.92 + 0.08 * (chance.unit() + chance.unit())),
  );
}

/** The sum of all slices' loads, added in the same order, so that the last slice ends at 1 exactly. */
function totalLoad(plan: GeneratePlan, dayLoads: Float64Array): number {
  let total = 0;
  for (let second = 0; second < plan.days * SECONDS_A_DAY; second += SLICE_SECONDS) {
    total += dayLoads[Math.floor(second / SECONDS_A_DAY)]! * loadAt(plan.startSecond + second);
  }
  return total;
}
