// Replays history: views in the order of their event time, as fast as they happened or N times that.

import { type Clock, systemClock } from "../clock/clock.ts";
import type { View } from "../domain/view.ts";

/** A view and the file that it came from. */
export interface SourcedView {
  readonly view: View;
  readonly source: string;
}

/** How far a replay is. */
export interface ReplayProgress {
  /** Views sent, over all rounds. */
  readonly sent: number;
  /** Event time of the newest of them, in milliseconds. */
  readonly eventTimeMs: number;
  /** Finished rounds. */
  readonly rounds: number;
}

/** How views are replayed. */
export interface ReplayOptions {
  /** Times the pace at which they happened; `max`: as fast as they are taken. */
  readonly speed: number | "max";
  /** Starts over at the end, until the signal is given. */
  readonly loop?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ReplayProgress) => void;
  /** The machine's own by default. */
  readonly clock?: Clock;
}

/** Views sent at once, at most. */
const BATCH = 2_000;
/** Waits no longer than this, so that what is shown moves and an interruption is heard. */
const LONGEST_WAIT_MS = 1_000;
/** Views that fall due within this time go together. */
const TICK_MS = 10;

/**
 * Sends views by `send`, which resolves when they are durable; the next ones wait for it. Event times are
 * sent as they are, so a second round changes nothing but the count of duplicates. Sorts `views` in place.
 * Resolves at the end of the last round, or once the signal is given.
 */
export async function replay(
  views: SourcedView[],
  send: (views: readonly SourcedView[]) => Promise<void>,
  options: ReplayOptions,
): Promise<ReplayProgress> {
  views.sort((a, b) => a.view.startMs - b.view.startMs);
  let progress: ReplayProgress = { sent: 0, eventTimeMs: views[0]?.view.startMs ?? 0, rounds: 0 };
  if (views.length === 0) return progress;
  do {
    const sentBefore = progress.sent;
    for await (const batch of dueBatches(views, options)) {
      await send(batch);
      const { startMs: eventTimeMs } = batch.at(-1)!.view;
      progress = { ...progress, sent: progress.sent + batch.length, eventTimeMs };
      options.onProgress?.(progress);
    }
    if (progress.sent - sentBefore < views.length) return progress; // interrupted
    progress = { ...progress, rounds: progress.rounds + 1 };
  } while (options.loop && !options.signal.aborted);
  return progress;
}

/** The views in batches, each when its time has come. */
async function* dueBatches(
  views: readonly SourcedView[],
  { speed, signal, clock = systemClock }: ReplayOptions,
): AsyncGenerator<readonly SourcedView[]> {
  const firstMs = views[0]!.view.startMs, startedMs = clock.nowMs();
  for (let at = 0; at < views.length;) {
    if (signal.aborted) return;
    const dueMs = speed === "max" ? Infinity : firstMs + (clock.nowMs() - startedMs) * speed;
    let end = at;
    while (end < views.length && end - at < BATCH && views[end]!.view.startMs <= dueMs) end++;
    if (end > at) {
      yield views.slice(at, end);
      at = end;
    } else {
      const untilDueMs = (views[at]!.view.startMs - dueMs) / (speed as number);
      await clock.wait(Math.min(LONGEST_WAIT_MS, Math.max(TICK_MS, untilDueMs)), signal);
    }
  }
}
