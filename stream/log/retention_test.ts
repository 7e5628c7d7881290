// Which segments retention lets go.

import assert from "node:assert/strict";
import { type ClosedSegment, countExpired, type RetentionState } from "./retention.ts";

const CLOSED: readonly ClosedSegment[] = [
  { segment: 0, sizeBytes: 100, lastIngestTimeMs: 1_000, endOffsets: [10, 5] },
  { segment: 1, sizeBytes: 100, lastIngestTimeMs: 2_000, endOffsets: [20, 9] },
  { segment: 2, sizeBytes: 100, lastIngestTimeMs: 3_000, endOffsets: [30, 9] },
];
const ALL_READ = [Infinity, Infinity];

function count(state: Partial<RetentionState>): number {
  const rest = { retention: {}, nowMs: 10_000, sizeBytes: 350, unreadFrom: ALL_READ };
  return countExpired(CLOSED, { ...rest, ...state });
}

Deno.test("countExpired() keeps all without limits", () => {
  assert.equal(count({}), 0);
});

Deno.test("countExpired() goes by the age of a segment's last record", () => {
  assert.equal(count({ retention: { ageMs: 7_500 } }), 2);
  assert.equal(count({ retention: { ageMs: 8_000 } }), 1);
  assert.equal(count({ retention: { ageMs: 1 }, nowMs: 500 }), 0, "a clock that went back");
});

Deno.test("countExpired() goes by the size of all, the oldest first", () => {
  assert.equal(count({ retention: { sizeBytes: 350 } }), 0);
  assert.equal(count({ retention: { sizeBytes: 349 } }), 1);
  assert.equal(count({ retention: { sizeBytes: 1 } }), 3);
});

Deno.test("countExpired() stops at what a consumer has not read, unless told to drop it", () => {
  assert.equal(count({ retention: { sizeBytes: 1 }, unreadFrom: [20, 9] }), 2);
  assert.equal(count({ retention: { sizeBytes: 1 }, unreadFrom: [20, 8] }), 1);
  assert.equal(count({ retention: { sizeBytes: 1 }, unreadFrom: [0, 0] }), 0);
  assert.equal(count({ retention: { sizeBytes: 1, dropUnread: true }, unreadFrom: [0, 0] }), 3);
});
