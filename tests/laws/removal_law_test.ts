// Law: when sources are removed, what is left is what the batch makes of the records that stand, whatever the
// order in which the log's partitions are read, the batches and the crashes; two readings of one log are alike.

import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import type { LogRecord } from "../../log/port.ts";
import { quarantineKey } from "../../store/core/quarantine_book.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../../log/topics.ts";
import { oracleEtl } from "../oracle/oracle_etl.ts";
import { checkStore } from "../stores/check_store.ts";
import { breaking, STORE_KINDS, type TrialStore } from "../stores/trial_store.ts";

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 60) };
const THRESHOLDS: Thresholds = { ...DEFAULT_THRESHOLDS, runtimeMinViews: 1e9 };
const SETTINGS = { thresholds: THRESHOLDS, catalog: null };
const NOW_MS = Date.UTC(2026, 0, 10), HOUR_MS = 3_600_000;
const SOURCES = ["a.csv", "b.csv"], TOPICS = [EVENTS_TOPIC, QUARANTINE_TOPIC], PARTITIONS = 2;
/** The broken rows of each file; the first of a record with the same number is the same row. */
const BAD_ROWS = 3;

type Row = Readonly<Record<string, string | number>>;

/** One record of the log. */
type Entry =
  | { readonly kind: "view"; readonly source: number; readonly row: Row }
  | { readonly kind: "bad"; readonly source: number; readonly n: number }
  | {
    readonly kind: "repair" | "skip" | "broken";
    readonly source: number;
    readonly n: number;
    readonly row: Row;
  }
  | { readonly kind: "retract"; readonly source: number };

interface Lane {
  readonly topic: string;
  readonly partition: number;
  readonly entries: readonly Entry[];
}

const row: fc.Arbitrary<Row> = fc.record({
  user_id: fc.constantFrom("ann", "ann", "bo"),
  show_name: fc.constantFrom("Dark", "Lupin"),
  watch_duration_minutes: fc.constantFrom(1, 20, 20, 45),
  watch_date: fc.constantFrom("2026-01-05T20:00Z", "2026-01-05T20:30Z", "2026-01-05T23:00Z"),
  device: fc.constantFrom("TV", "Phone"),
}).chain((row) =>
  fc.constantFrom<Row>({}, {}, {}, { event_id: "x" }, { episode: "1" }, { episode: "2" })
    .map((more) => ({ ...row, ...more }))
);
const source = fc.nat({ max: SOURCES.length - 1 }), n = fc.nat({ max: BAD_ROWS - 1 });
const retract = fc.record({ kind: fc.constant("retract" as const), source });
const settler = (kind: "repair" | "skip" | "broken") =>
  fc.record({ kind: fc.constant(kind), source, n, row });
const event: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ kind: fc.constant("view" as const), source, row }) },
  { weight: 2, arbitrary: settler("repair") },
  { weight: 1, arbitrary: settler("broken") },
  { weight: 1, arbitrary: retract },
);
const quarantined: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("bad" as const), source, n }) },
  { weight: 1, arbitrary: settler("skip") },
  { weight: 1, arbitrary: retract },
);

/** What settles a row, or is that row, lies in one partition each, as two that differ would be a race. */
function inItsLane(entry: Entry, partition: number): boolean {
  return entry.kind === "view" || entry.kind === "retract" || entry.n % PARTITIONS === partition;
}

const log: fc.Arbitrary<readonly Lane[]> = fc.tuple(
  ...TOPICS.flatMap((topic) =>
    Array.from(
      { length: PARTITIONS },
      (_, partition) =>
        fc.array(topic === EVENTS_TOPIC ? event : quarantined, { maxLength: 14, size: "max" }).map((
          entries,
        ) => ({
          ...{ topic, partition },
          // A row is settled in one way: by a repair or by its keeper.
          entries: entries.filter((entry) => inItsLane(entry, partition))
            .filter((entry) =>
              entry.kind === "skip" ? entry.n === 2 : entry.kind !== "repair" || entry.n !== 2
            ),
        })),
    )
  ),
);
const order = fc.array(
  fc.record({
    lane: fc.nat({ max: TOPICS.length * PARTITIONS - 1 }),
    records: fc.integer({ min: 1, max: 5 }),
    then: fc.constantFrom(
      "goes on",
      "goes on",
      "fails",
      "is closed",
      "comes twice",
      "is rederived",
    ),
  }),
  { maxLength: 30, size: "max" },
);
type Order = typeof order extends fc.Arbitrary<infer Value> ? Value : never;

const badRow = (source: number, n: number) => ({
  ...{ source: SOURCES[source]!, line: n + 2, offset: 10 * n, raw: `row ${n}` },
  reasons: [{ rule: "watch_date.invalid" as const, field: "watch_date", value: "?", expected: "" }],
});

function recordOf(entry: Entry, offset: number): LogRecord {
  const source = SOURCES[entry.source]!, utf8 = new TextEncoder();
  const at = { offset, key: "", ingestTimeMs: NOW_MS + offset * HOUR_MS };
  const record = (value: unknown, headers: Readonly<Record<string, string>>) => ({
    ...{ ...at, headers, value: utf8.encode(JSON.stringify(value)) },
  });
  switch (entry.kind) {
    case "view":
      return record(entry.row, { source });
    case "bad":
      return record(badRow(entry.source, entry.n), { source, kind: "row" });
    case "retract":
      return record({}, { source, kind: "retract", removal: `${offset}` });
    default: {
      const named = { "quarantine-key": quarantineKey(badRow(entry.source, entry.n)) };
      const place = { "quarantine-source": source, "quarantine-ingest-ms": String(NOW_MS) };
      const headers = { ...named, ...place, source: "replay" };
      if (entry.kind === "skip") return record({ reason: "a test" }, { ...headers, kind: "skip" });
      const broken = { ...entry.row, watch_date: "never" };
      return record(entry.kind === "broken" ? broken : entry.row, headers);
    }
  }
}

/** Reads the whole log in an order; what the order leaves is read lane by lane. */
function read(store: TrialStore, lanes: readonly Lane[], order: Order): void {
  const nexts = lanes.map(() => 0);
  const whole: Order = lanes.map((_, lane) => ({ lane, records: 99, then: "goes on" }));
  for (const { lane, records: count, then } of [...order, ...whole]) {
    const { topic, partition, entries } = lanes[lane]!, from = nexts[lane]!;
    const to = Math.min(entries.length, from + count);
    if (to === from) continue;
    const records = entries.slice(from, to).map((entry, index) => recordOf(entry, from + index));
    const batch = { topic, partition, records, nextOffset: to, endOffset: entries.length };
    if (then === "fails") assert.throws(() => store.apply([breaking(batch)]));
    const { ledger } = store.apply(then === "comes twice" ? [batch, batch] : [batch]);
    assert.equal(ledger.read, ledger.accepted + ledger.duplicate + ledger.quarantined);
    nexts[lane] = to;
    if (then === "is closed") store.reopen();
    if (then === "is rederived") store.rederive(SETTINGS);
  }
}

/** The rows that stand, by a slow reading: those of sources that no later record of their lane removes. */
function standingRows(lanes: readonly Lane[]): string[] {
  const standing = lanes.flatMap(({ entries }) =>
    entries.filter((entry, at) =>
      !entries.slice(at).some(({ kind, source }) => kind === "retract" && source === entry.source)
    )
  );
  const repaired = new Map<string, Row>(), bad: string[] = [], rows: Row[] = [];
  for (const entry of standing) {
    if (entry.kind === "view") rows.push(entry.row);
    if (entry.kind === "bad") bad.push(`${entry.source} ${entry.n}`);
    if (entry.kind !== "repair") continue;
    const name = `${entry.source} ${entry.n}`;
    if (!repaired.has(name)) repaired.set(name, entry.row);
  }
  const seen = new Set<string>(),
    lines = [...rows, ...repaired.values()].map((row) => JSON.stringify(row));
  for (const name of bad) {
    // Its repair takes the place of the first; the others are the same row again.
    if (!seen.has(name) && !repaired.has(name)) lines.push(name);
    seen.add(name);
  }
  return lines;
}

function checkStanding({ content }: TrialStore, lanes: readonly Lane[]): void {
  const lines = standingRows(lanes), rows = lines.filter((line) => line.startsWith("{"));
  const bytes = new TextEncoder().encode(rows.join("\n"));
  const options = { nowMs: NOW_MS, thresholds: THRESHOLDS };
  const expected = oracleEtl([{ name: "rows.ndjson", bytes }], options), found = content();
  const { quarantined, duplicate } = found.ledger as { quarantined: number; duplicate: number };
  assert.equal(quarantined, lines.length - rows.length);
  const reasons = quarantined === 0 ? {} : { "watch_date.invalid": quarantined };
  // Bad rows that came twice are duplicates too.
  assert.ok(duplicate >= expected.ledger.duplicate);
  const ledger = { ...expected.ledger, quarantined, duplicate };
  const quarantine = found.quarantine as typeof expected.quarantine;
  checkStore(found, { ...expected, ledger, reasons, quarantine }, THRESHOLDS);
}

for (const kind of STORE_KINDS) {
  Deno.test(`in ${kind.name}, a removal leaves what the batch makes of the records that stand, in any order`, () => {
    const law = fc.property(log, order, order, (lanes, first, second) => {
      using one = kind.open(SETTINGS), other = kind.open(SETTINGS);
      read(one, lanes, first);
      checkStanding(one, lanes);
      read(other, lanes, second);
      assert.deepEqual(one.content().records, other.content().records);
    });
    fc.assert(law, LAW);
  });
}

Deno.test("all kinds of stores keep the same records of any log", () => {
  const law = fc.property(log, order, (lanes, order) => {
    const [first, ...others] = STORE_KINDS.map((kind) => {
      using store = kind.open(SETTINGS);
      read(store, lanes, order);
      return store.content().records;
    });
    for (const other of others) assert.deepEqual(other, first);
  });
  fc.assert(law, LAW);
});
