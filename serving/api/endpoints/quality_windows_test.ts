// Tests of the stream's quality by the API: hours held against the contract's file, and rows of a period.

import assert from "node:assert/strict";
import type { WindowQuality } from "../../../domain/window_answer.ts";
import { fakeApi } from "../api_fixture.ts";

const HOUR_MS = 3_600_000;

Deno.test("GET /api/quality/windows holds hours of ingest against the contract", async () => {
  const { ask, ports, store } = fakeApi();
  const startMs = ports.nowMs() - 2 * HOUR_MS, { queries } = store;
  Object.defineProperty(store, "queries", {
    value: {
      ...queries,
      ingestWindows: () =>
        Promise.resolve([{
          start: new Date(startMs).toISOString(),
          ledger: { read: 10, accepted: 5, duplicate: 0, quarantined: 5, excluded: 0 },
          views: { accepted: 5, qualified: 5, minutes: 100, without: {} },
        }]),
    },
  });
  const answer: WindowQuality = await (await ask("/api/quality/windows?hours=24")).json();
  const share = answer.expectations.find(({ id }) => id === "quarantine.share")!;
  assert.deepEqual([share.points[0]!.observed, share.points[0]!.passed], [0.5, false]);
  assert.ok(answer.not_measured.includes("users.distinct"));
  const csv = await (await ask("/api/quality/windows?format=csv")).text();
  assert.match(csv, /^id,start,observed,limit,passed,usual,usual_from,usual_to\r?\n/);
  assert.equal((await ask("/api/quality/windows?hours=0")).status, 400);
});

Deno.test("GET /api/quarantine takes a period of ingest", async () => {
  const { ask, store } = fakeApi();
  await ask("/api/quarantine?from=2026-01-01T10:00:00Z&to=2026-01-01T11:00:00Z");
  const asked = store.asked.at(-1) as { from: number; to: number };
  assert.equal(asked.to - asked.from, HOUR_MS);
});
