// Law: any repairs and replays in any order, with lost answers, failing transactions and kills between them,
// come to what the batch makes of the rows as they were repaired.

import assert from "node:assert/strict";
import fc from "fast-check";
import { openQueries } from "../../store/sqlite/queries.ts";
import { ADVERSARIAL_NOW_MS } from "../oracle/adversarial_values.ts";
import { oracleEtl } from "../oracle/oracle_etl.ts";
import { checkStore } from "../stores/check_store.ts";
import { readStoreTables } from "../stores/read_store_tables.ts";
import { STORE_KINDS } from "../stores/trial_store.ts";
import { REPAIRS, RepairWorld, type Row, THRESHOLDS, type Turn } from "./repair_world.ts";

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 60) };
const decoder = new TextDecoder();

const row: fc.Arbitrary<Row> = fc.record({
  user_id: fc.constantFrom("ann", "bo", " "),
  show_name: fc.constantFrom("Dark", "Lupin", "Test"),
  watch_duration_minutes: fc.constantFrom<string | number>(45, "45m", "3", "12m", "soon"),
  watch_date: fc.constantFrom("2024-01-05", "05/01/2024", "2024-01-05T00:20:00Z", "never"),
});
const select = fc.constantFrom(
  ...[{}, { rule: "watch_date.invalid" }, { search: "12m" }, { ids: [1, 2, 3] }],
);
const saved = fc.constantFrom({}, { rule: "watch_date.invalid" }, { search: "12m" });
const repair = fc.nat({ max: REPAIRS.length - 1 });
const rowTurn = row.map((row): Turn => ({ kind: "row", row }));
const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 4, arbitrary: rowTurn },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("apply"), records: fc.constantFrom(1, 2, 9) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("replay"), repair, select }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("save"), repair, select: saved }) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...(["auto", "send again", "lose the next answer", "kill", "fail"] as const),
    ).map((kind): Turn => ({ kind })),
  },
) as fc.Arbitrary<Turn>;

const isWhole = (row: Row) =>
  oracleEtl([{ name: "row.ndjson", bytes: new TextEncoder().encode(JSON.stringify(row)) }], {
    ...{ nowMs: ADVERSARIAL_NOW_MS, thresholds: THRESHOLDS },
  }).ledger.quarantined === 0;

/** Reads the log as the contract says: the first whole record that names an open row takes its place. */
function repairedInput({ log }: RepairWorld) {
  const input: Row[] = [], originals: Row[] = [], openRows = new Map<number, number>();
  let bad = 0;
  for (const { record: { headers, value } } of log) {
    const named = headers["quarantine-id"];
    if (named === undefined) {
      const row: Row = JSON.parse(decoder.decode(value));
      if (!isWhole(row)) openRows.set(++bad, input.length);
      input.push(row);
      continue;
    }
    const id = Number(named), at = openRows.get(id);
    if (at === undefined) continue; // dealt with before
    if (headers.kind === "skip") {
      openRows.delete(id); // stays in quarantine, where it is counted
      continue;
    }
    const known = REPAIRS.find(({ steps }) => JSON.stringify({ steps }) === headers.repair);
    assert.ok(known !== undefined, "the record names its repair");
    originals.push(input[at]!);
    input[at] = known.naive(input[at]!)!;
    assert.ok(isWhole(input[at]!), "only whole rows come back");
    openRows.delete(id);
  }
  return { input, originals };
}

async function checkTurns(turns: readonly Turn[]): Promise<void> {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const world = new RepairWorld(path);
  try {
    for (const turn of turns) await world.take(turn);
    world.apply(Infinity);
    using queries = openQueries(path);
    assert.ok(queries.ledger().balanced);
    const { input: rows, originals } = repairedInput(world);
    const lines = rows.map((row) => JSON.stringify(row));
    const input = { name: "rows.ndjson", bytes: new TextEncoder().encode(lines.join("\n")) };
    const expected = oracleEtl([input], { nowMs: ADVERSARIAL_NOW_MS, thresholds: THRESHOLDS });
    // Rows that came back are kept as they were, beside their repairs.
    const kept = originals.map((row) => ({ raw: JSON.stringify(row) }));
    const quarantine = [...expected.quarantine, ...kept] as typeof expected.quarantine;
    const outcome = { ...expected, quarantine };
    checkStore(readStoreTables(path, THRESHOLDS), outcome, THRESHOLDS);
    for (const kind of STORE_KINDS) {
      using store = kind.open({ thresholds: THRESHOLDS, catalog: null });
      for (const batch of world.batches()) store.apply([batch]);
      checkStore(store.content(), outcome, THRESHOLDS);
    }
  } finally {
    world.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("repairs and replays in any order, with crashes, come to the batch over the repaired rows", async () => {
  const scenario = fc.tuple(
    fc.array(rowTurn, { minLength: 1, maxLength: 8 }),
    fc.array(turn, { maxLength: 25 }),
  ).map(([rows, turns]) => [...rows, { kind: "apply", records: 99 } as const, ...turns]);
  await fc.assert(fc.asyncProperty(scenario, checkTurns), LAW);
});
