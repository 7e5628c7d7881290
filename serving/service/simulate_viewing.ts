// Goes on where the sample ends: generated views that reach the log at the time they start.

import { type Clock, systemClock } from "../../clock/clock.ts";
import { DAY_MS } from "../../domain/time.ts";
import { Audience } from "../../pipeline/generate/audience.ts";
import { ByteSink } from "../../pipeline/generate/byte_sink.ts";
import {
  type GenerateOptions,
  type GeneratePlan,
  planGeneration,
} from "../../pipeline/generate/generate_options.ts";
import { inventShows } from "../../pipeline/generate/invent_shows.ts";
import { NdjsonWriter } from "../../pipeline/generate/ndjson_writer.ts";
import { streamViews } from "../../pipeline/generate/stream_views.ts";

/**
 * A view in ten seconds, more in the evening: the page moves, and the sample's users watch as much as they
 * did before, or little more, so that its charts stay what they were.
 */
const ROWS_A_DAY = 7_000;
/** Views of one moment go together, so that a quiet machine is not woken for each. */
const STEP_MS = 500;

/** Takes rows as they become due. */
export type TakeRows = (rows: readonly Uint8Array[]) => Promise<void>;

/**
 * Simulates viewing by the audience of the sample until the signal is given. The first rows are those of
 * this moment: what would have come earlier in the day is left out.
 */
export async function simulateViewing(
  sample: GenerateOptions,
  take: TakeRows,
  { signal, clock = systemClock }: { readonly signal: AbortSignal; readonly clock?: Clock },
): Promise<void> {
  for (let dayMs = startOfDay(clock.nowMs()); !signal.aborted; dayMs += DAY_MS) {
    let rows: Uint8Array[] = [];
    let dueMs = clock.nowMs();
    for (const { atMs, bytes } of rowsOfDay(sample, dayMs)) {
      if (atMs < dueMs - STEP_MS) continue;
      while (atMs > dueMs) {
        if (rows.length > 0) await take(rows);
        rows = [];
        if (!await clock.wait(dueMs + STEP_MS - clock.nowMs(), signal)) return;
        dueMs += STEP_MS;
      }
      rows.push(bytes);
    }
    if (rows.length > 0) await take(rows);
    if (!await clock.wait(dayMs + DAY_MS - clock.nowMs(), signal)) return;
  }
}

function startOfDay(instantMs: number): number {
  return instantMs - instantMs % DAY_MS;
}

interface TimedRow {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** A day of the sample's audience and shows, in the order of time. */
function* rowsOfDay(sample: GenerateOptions, dayMs: number): Generator<TimedRow> {
  const world = planGeneration(sample);
  const day = dayMs / DAY_MS;
  const plan: GeneratePlan = {
    ...world,
    ...{ rows: ROWS_A_DAY, days: 1, startSecond: dayMs / 1000, seed: world.seed + day },
    ...{ errors: 0.004, duplicates: 0.004, errorKinds: "fields", episodes: true, format: "ndjson" },
  };
  // Counted from the sample's start, as it was when its shows came out.
  const daysIn = day - world.startSecond / 86_400;
  const shows = inventShows(world.shows, world.days, world.seed)
    .map((show) => ({ ...show, releaseDay: show.releaseDay - daysIn }));
  const audience = new Audience(world.users, world.seed);
  const writer = new NdjsonWriter({ plan, shows, audience });
  const sink = new ByteSink();
  for (const batch of streamViews(plan, shows, audience)) {
    for (let index = 0; index < batch.count; index++) {
      writer.row(sink, batch, index);
      const atMs = batch.startSecond[index]! * 1000;
      yield { atMs, bytes: withOwnEventId(sink.take().subarray(0, -1), day) };
    }
  }
}

/** Event ids begin anew each day: the day makes them differ from those of others. */
function withOwnEventId(row: Uint8Array, day: number): Uint8Array {
  const text = new TextDecoder().decode(row);
  return new TextEncoder().encode(text.replace('"event_id":"', `"event_id":"d${day}-`));
}
