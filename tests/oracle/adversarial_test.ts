// Makes sure that adversarial inputs reach what they are there for.

import assert from "node:assert/strict";
import fc from "fast-check";
import { RULE_IDS } from "../../domain/rule.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { type Scenario, scenario } from "./adversarial.ts";
import { ADVERSARIAL_NOW_MS } from "./adversarial_values.ts";
import { oracleEtl, type OracleOutcome } from "./oracle_etl.ts";
import { UnclosedArrayError } from "./read_json_array_rows.ts";

/** Not where a JSON array has lost its end: the oracle refuses that whole. */
function isWhole({ inputs }: Scenario): boolean {
  try {
    oracleEtl(inputs, { nowMs: ADVERSARIAL_NOW_MS });
    return true;
  } catch (error) {
    if (error instanceof UnclosedArrayError) return false;
    throw error;
  }
}

/** Some scenarios, always the same ones, and what the oracle makes of them with and without catalog. */
const samples = fc.sample(scenario.filter(isWhole), { numRuns: 80, seed: 11 }).map((
  { inputs, catalog },
) => ({
  withCatalog: oracleEtl(inputs, { nowMs: ADVERSARIAL_NOW_MS, catalog }),
  without: oracleEtl(inputs, { nowMs: ADVERSARIAL_NOW_MS }),
}));
const outcomes = samples.map(({ withCatalog }) => withCatalog);

Deno.test("scenario reaches every rule, rows with many reasons, and bytes that are no text", () => {
  const rows = outcomes.flatMap((outcome) => outcome.quarantine);
  const broken = new Set(rows.flatMap((row) => row.reasons.map(({ rule }) => rule)));
  assert.deepEqual(RULE_IDS.filter((rule) => !broken.has(rule)), []);
  assert.ok(rows.some((row) => row.reasons.length > 2));
  assert.ok(rows.some((row) => row.encoding === "base64"));
  const tooLong = rows.flatMap((row) => row.reasons).filter(({ rule }) => rule === "row.too_long");
  assert.deepEqual(
    new Set(tooLong.map(({ field }) => field)),
    new Set(["user_id", "show_name", "event_id", "episode", "device", "genre", "profile"]),
  );
});

Deno.test("scenario makes duplicates, binges, sittings of several views and inferred runtimes", () => {
  assert.ok(outcomes.some(({ ledger }) => ledger.duplicate > 0 && ledger.accepted > 1));
  assert.ok(outcomes.some(({ rows }) => rows.some((row) => row.isBingeSession)));
  assert.ok(outcomes.some(({ rows }) => rows.some((row) => row.startMs > row.sittingStartMs)));
  const isKnown = ({ completionRate }: EnrichedView) => completionRate !== null;
  assert.ok(samples.some(({ without }) => without.rows.some(isKnown)));
  const meanOf = ({ figures }: OracleOutcome) => figures.mean_completion_rate;
  assert.ok(samples.some(({ withCatalog, without }) => meanOf(withCatalog) !== meanOf(without)));
});

Deno.test("scenario tells the order of UTF-8 bytes from the order of UTF-16 units", () => {
  const differs = ({ rows }: OracleOutcome) => {
    const users = rows.map((row) => row.userId);
    return users.join() !== users.toSorted().join();
  };
  assert.ok(outcomes.some(differs));
});

Deno.test("oracleEtl() accounts for every row, and its rows do not depend on the order of inputs", () => {
  const property = fc.property(scenario.filter(isWhole), ({ inputs, catalog }) => {
    const options = { nowMs: ADVERSARIAL_NOW_MS, catalog };
    const outcome = oracleEtl(inputs, options);
    const { read, accepted, duplicate, quarantined, excluded } = outcome.ledger;
    assert.equal(read, accepted + duplicate + quarantined + excluded);
    // Two views that differ in nothing but their event ids may swap.
    const shown = (rows: OracleOutcome["rows"]) => rows.map((row) => ({ ...row, eventId: null }));
    const reversed = oracleEtl(inputs.toReversed(), options);
    assert.deepEqual(shown(reversed.rows), shown(outcome.rows));
  });
  fc.assert(property, { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 25) });
});
