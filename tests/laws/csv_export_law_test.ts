// Law: views that the API saves as CSV come back as they were, whether an episode is missing or empty.

import assert from "node:assert/strict";
import { DIMENSIONS, forDimensions } from "../../domain/columns.ts";
import fc from "fast-check";
import type { EnrichedView } from "../../domain/view.ts";
import { toCsv } from "../../serving/api/endpoint.ts";
import { viewAnswer } from "../../domain/view_answer.ts";
import { scanInBlocks } from "./scan_in_blocks.ts";

const NOW_MS = Date.UTC(2026, 0, 1);
const text = fc.constantFrom("u1", "Ä, ö", 'a "film"', "two\nlines", "x;y", '""', "E1");
const optional = fc.option(text);

const view: fc.Arbitrary<EnrichedView> = fc.record({
  ...{ userId: text, showName: text, eventId: fc.constant(null) },
  episode: fc.constantFrom(null, null, "", "", "E1", "E1, part 2", '"'),
  ...forDimensions(() => optional),
  watchMinutes: fc.constantFrom(0.5, 2, 41.3),
  startMs: fc.integer({ min: 1e12, max: NOW_MS }),
  ...{ completionRate: fc.option(fc.constant(0.5)), engagementScore: fc.constant(null) },
  ...{ isBingeSession: fc.boolean(), sittingStartMs: fc.constant(1e12) },
});

Deno.test("toCsv() writes views that the ETL reads as they were, episodes missing or empty", () => {
  fc.assert(
    fc.property(fc.array(view, { minLength: 1, maxLength: 30 }), (views) => {
      const file = new TextEncoder().encode(toCsv(views.map((one) => ({ ...viewAnswer(one) }))));
      const cut = { blockBytes: 300, tailBytes: 10 };
      const scanned = scanInBlocks(file, "kernel", { nowMs: NOW_MS, cut });
      assert.deepEqual(scanned.bad, []);
      const expected = views.map((one) =>
        JSON.stringify([
          ...[one.userId, one.showName, one.episode],
          ...[...DIMENSIONS.map((name) => one[name] ?? ""), ""],
          ...[one.watchMinutes, one.startMs],
        ])
      );
      assert.deepEqual(scanned.views, expected.sort());
    }),
    { numRuns: 200 },
  );
});
