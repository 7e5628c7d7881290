// The viewing event, once it has kept every rule.

import type { Dimension } from "./columns.ts";
import { MINUTE_MS } from "./time.ts";

/**
 * One view. Text is trimmed and well-formed Unicode; absent optional text is null, and so are event id and
 * dimensions when they are empty.
 */
export interface View extends Readonly<Record<Dimension, string | null>> {
  readonly userId: string;
  readonly showName: string;
  /** 0 < minutes ≤ 1440. */
  readonly watchMinutes: number;
  /** Event time: when the view started, in integer milliseconds since 1970 UTC. */
  readonly startMs: number;
  readonly eventId: string | null;
  /**
   * Null when the input has no such column or key: then nothing tells views apart, and each counts as an
   * episode. "" when it has one that is empty, as films do: all such views of a show are one episode.
   */
  readonly episode: string | null;
}

/** A view with what the pipeline derives for it. */
export interface EnrichedView extends View {
  /** 0–1, or null when the show's runtime is unknown. */
  readonly completionRate: number | null;
  readonly isBingeSession: boolean;
  /** 0–1, or null when `completionRate` is. */
  readonly engagementScore: number | null;
  readonly sittingStartMs: number;
}

/** The instant a view ends: start + round(duration × 60,000), in milliseconds. */
export function endMs(startMs: number, watchMinutes: number): number {
  return startMs + Math.round(watchMinutes * MINUTE_MS);
}
