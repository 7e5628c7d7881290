// Lays a sitting's views out on a strip of time, as a reel of film.

import type { SittingAnswer, ViewAnswer } from "../../domain/answers.ts";
import { MINUTE_MS } from "../../domain/time.ts";

/** A view on the strip; `from` and `width` are percents of the strip. */
export interface ReelPart {
  readonly view: ViewAnswer;
  readonly from: number;
  readonly width: number;
  /** 0 but for views that overlap one before them: those lie in a lane of their own. */
  readonly lane: number;
}

/** A strip: its views in order, and how much of the scale it takes. */
export interface Reel {
  readonly parts: readonly ReelPart[];
  readonly lanes: number;
  readonly minutes: number;
}

/** Minutes from the sitting's start to its end. */
export function sittingMinutes(sitting: SittingAnswer): number {
  return (Date.parse(sitting.sitting_end) - Date.parse(sitting.sitting_start)) / MINUTE_MS;
}

/**
 * The strip of a sitting on a scale of `scaleMinutes`, so that sittings of one page can be compared.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NO_DIMENSIONS } from "../../domain/columns.ts";
 * const view = (start: string, minutes: number) => ({
 *   user_id: "u", show_name: "s", episode: null, ...NO_DIMENSIONS, watch_date: start,
 *   watch_duration_minutes: minutes, completion_rate: null, is_binge_session: false,
 *   engagement_score: null, sitting_start: "2026-01-01T20:00:00.000Z",
 * });
 * const sitting = {
 *   user_id: "u", sitting_start: "2026-01-01T20:00:00.000Z", sitting_end: "2026-01-01T21:00:00.000Z",
 *   qualified_views: 2, watch_hours: 0.75, binge_of: [], view_count: 2,
 *   views: [view("2026-01-01T20:00:00.000Z", 30), view("2026-01-01T20:45:00.000Z", 15)],
 * };
 * const { parts } = reelOf(sitting, 120);
 * assert.deepEqual(parts.map(({ from, width }) => [from, width]), [[0, 25], [37.5, 12.5]]);
 * ```
 */
export function reelOf(sitting: SittingAnswer, scaleMinutes: number): Reel {
  const startMs = Date.parse(sitting.sitting_start), laneEndsMs: number[] = [];
  const parts = sitting.views.map((view): ReelPart => {
    const fromMs = Date.parse(view.watch_date);
    const lane = freeLane(laneEndsMs, fromMs);
    laneEndsMs[lane] = fromMs + view.watch_duration_minutes * MINUTE_MS;
    return {
      view,
      lane,
      from: percent((fromMs - startMs) / MINUTE_MS, scaleMinutes),
      width: percent(view.watch_duration_minutes, scaleMinutes),
    };
  });
  return { parts, lanes: Math.max(1, laneEndsMs.length), minutes: sittingMinutes(sitting) };
}

function freeLane(laneEndsMs: readonly number[], fromMs: number): number {
  const free = laneEndsMs.findIndex((endMs) => endMs <= fromMs);
  return free === -1 ? laneEndsMs.length : free;
}

/** Rounded, so that the page holds no numbers of seventeen digits. */
function percent(minutes: number, scaleMinutes: number): number {
  return scaleMinutes > 0 ? Math.round(minutes / scaleMinutes * 10_000) / 100 : 0;
}
