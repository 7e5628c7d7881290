// Laws: views that the API saves as CSV come back as they were, whether an episode is missing or empty, and other
// readers find the cells that were written.

import assert from "node:assert/strict";
import { DIMENSIONS, forDimensions } from "../../domain/columns.ts";
import { parse } from "deno-std/csv/parse.js";
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

Deno.test("toCsv() writes cells that Deno's standard library reads as they were", () => {
  const cell = fc.oneof(text, fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const row = fc.record({ a: cell, b: cell, 'c, "d"': cell });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
      const read: readonly (readonly string[])[] = parse(toCsv(rows, "keep"));
      // It tells a missing cell from an empty one as little as one kind of line break from another.
      const written = rows.map((one) => Object.values(one).map((value) => plain(value ?? "")));
      assert.deepEqual(read.map((cells) => cells.map(plain)), [Object.keys(rows[0]!), ...written]);
    }),
    { numRuns: 300 },
  );
});

function plain(value: string | number | boolean): string {
  return String(value).replaceAll("\r\n", "\n");
}
