// Which segments a topic may let go: those too old or too much, never what a consumer still needs.

import type { Retention } from "../log.ts";

/** A segment that is closed: nothing is added to it any more. */
export interface ClosedSegment {
  readonly segment: number;
  readonly sizeBytes: number;
  /** The ingest time of its last frame. */
  readonly lastIngestTimeMs: number;
  /** For each partition, the offset after its last record. */
  readonly endOffsets: readonly number[];
}

/** What is known when retention is asked. */
export interface RetentionState {
  readonly retention: Retention;
  /** By the plain clock: a clock that went back only makes records stay longer. */
  readonly nowMs: number;
  /** Bytes of all segments, the open one too. */
  readonly sizeBytes: number;
  /** For each partition, the first offset that some named consumer has yet to read. */
  readonly unreadFrom: readonly number[];
}

/** How many of the closed segments, oldest first, may go. */
export function countExpired(closed: readonly ClosedSegment[], state: RetentionState): number {
  const { ageMs = Infinity, sizeBytes: maxBytes = Infinity, dropUnread = false } = state.retention;
  let expired = 0, sizeBytes = state.sizeBytes;
  for (const segment of closed) {
    const tooOld = segment.lastIngestTimeMs + ageMs < state.nowMs;
    if (!tooOld && sizeBytes <= maxBytes) break;
    const read = segment.endOffsets.every((end, index) => end <= state.unreadFrom[index]!);
    if (!read && !dropUnread) break;
    expired++;
    sizeBytes -= segment.sizeBytes;
  }
  return expired;
}
