// Holds generated files to the contract's oracle: every row's fate is the planned one, and the viewing
// looks like viewing.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { EnrichedView } from "../../domain/view.ts";
import type { GenerateOptions } from "../../pipeline/generate/generate_options.ts";
import { generateRows } from "../../pipeline/generate/generate_rows.ts";
import { planError } from "../../pipeline/generate/spoil_fields.ts";
import { oracleEtl, type OracleOutcome } from "../oracle/oracle_etl.ts";

const NOW_MS = Date.parse("2026-11-01T00:00:00Z");

function outcomeOf(options: GenerateOptions): OracleOutcome {
  const format = options.format ?? "csv";
  const bytes = Buffer.concat([...generateRows(options)]);
  return oracleEtl([{ name: `generated.${format}`, bytes, format }], { nowMs: NOW_MS });
}

/** How often each rule is the first one broken, for that many errors. */
function plannedReasons(errors: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let ordinal = 1; ordinal <= errors; ordinal++) {
    const { rule } = planError(ordinal, "all");
    counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}

Deno.test("generateRows() as CSV breaks every rule as often as planned, and spoils no other row", () => {
  const rows = 6_000;
  const { ledger, reasons } = outcomeOf({ rows, days: 20, errors: 0.2, duplicates: 0.05 });
  assert.equal(ledger.read, rows);
  assert.ok(Math.abs(ledger.quarantined / rows - 0.2) < 0.02, String(ledger.quarantined));
  assert.ok(Math.abs(ledger.duplicate / rows - 0.05) < 0.01, String(ledger.duplicate));
  assert.equal(Object.keys(reasons).filter((rule) => reasons[rule]! > 0).length, 10);
  for (const [rule, count] of Object.entries(plannedReasons(ledger.quarantined))) {
    assert.equal(reasons[rule], count, rule);
  }
});

Deno.test("generateRows() as NDJSON breaks the rules as planned; half a line is no object", () => {
  const rows = 6_000, options = { rows, days: 20, errors: 0.2, format: "ndjson" } as const;
  for (const episodes of [false, true]) {
    const { ledger, reasons } = outcomeOf({ ...options, episodes });
    assert.equal(ledger.read, rows);
    const { "row.quoting": quoting = 0, "row.columns": columns = 0, ...planned } = plannedReasons(
      ledger.quarantined,
    );
    for (const [rule, count] of Object.entries({ ...planned, "row.columns": columns + quoting })) {
      assert.equal(reasons[rule], count, rule);
    }
  }
});

Deno.test("generateRows() repeats views such that exactly the repeats are duplicates", () => {
  const options = { rows: 6_000, days: 20, errors: 0, duplicates: 0.1 };
  const plain = outcomeOf(options), grown = outcomeOf({ ...options, episodes: true });
  // Same seed, so the same repeats: by equal rows in one file, by event ids in the other.
  assert.equal(plain.ledger.duplicate, grown.ledger.duplicate);
  assert.deepEqual(
    plain.rows.map((view) => [view.userId, view.startMs, view.watchMinutes]),
    grown.rows.map((view) => [view.userId, view.startMs, view.watchMinutes]),
  );
});

Deno.test("generateRows() looks like viewing: evenings, week-ends, binges, favourites, drop-offs", () => {
  const { rows } = outcomeOf({ rows: 20_000, days: 28, episodes: true, errors: 0, duplicates: 0 });
  const share = (test: (view: EnrichedView) => boolean) => rows.filter(test).length / rows.length;
  const hour = (view: EnrichedView) => new Date(view.startMs).getUTCHours();
  const day = (view: EnrichedView) => new Date(view.startMs).getUTCDay();
  const evening = share((view) => hour(view) >= 18 && hour(view) < 22);
  const morning = share((view) => hour(view) >= 4 && hour(view) < 8);
  assert.ok(evening > 3 * morning, `${evening} in the evening, ${morning} in the morning`);
  const saturday = share((view) => day(view) === 6), tuesday = share((view) => day(view) === 2);
  assert.ok(saturday > 1.2 * tuesday, `${saturday} on Saturday, ${tuesday} on Tuesday`);
  const binges = share((view) => view.isBingeSession);
  assert.ok(binges > 0.1 && binges < 0.5, `${binges} in binges`);
  const glanced = share((view) => view.watchMinutes < 2);
  assert.ok(glanced > 0.02 && glanced < 0.1, `${glanced} glanced at`);
  const finished = share((view) => (view.completionRate ?? 0) > 0.9);
  assert.ok(finished > 0.5 && finished < 0.9, `${finished} finished`);
  const counts = [...Map.groupBy(rows, (view) => view.showName).values()]
    .map((views) => views.length).toSorted((a, b) => b - a);
  const topTenth = counts.slice(0, 40).reduce((sum, count) => sum + count, 0) / rows.length;
  assert.ok(topTenth > 0.3 && topTenth < 0.8, `${topTenth} of the views on a tenth of the shows`);
});

Deno.test("generateRows() has shows that come out, peak and fade", () => {
  const { rows } = outcomeOf({ rows: 30_000, days: 90, shows: 60, errors: 0, duplicates: 0 });
  const firstMs = Math.min(...rows.map((view) => view.startMs));
  const weekOf = (view: EnrichedView) => Math.floor((view.startMs - firstMs) / (7 * 86_400_000));
  const fading = [...Map.groupBy(rows, (view) => view.showName).values()].filter((views) => {
    const weeks = views.map(weekOf), released = Math.min(...weeks);
    const inWeek = (week: number) => weeks.filter((each) => each === week).length;
    return released >= 2 && released <= 6 && inWeek(released + 1) > 2 * inWeek(released + 5);
  });
  assert.ok(fading.length >= 1, "no new show fades");
});
