// Tests of what becomes of quarantined rows: replayed once, set aside, found by status, counted by hour.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import type { LogBatch } from "../../../log/port.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../../../log/topics.ts";
import { openQueries, type SqliteQueries } from "../queries.ts";
import { quarantineKey } from "../../core/quarantine_book.ts";
import { Store } from "./store.ts";

const INGEST_MS = Date.UTC(2026, 0, 10, 5, 30);

interface Given {
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function batch(topic: string, given: readonly Given[], from = 0): LogBatch {
  const nextOffset = from + given.length;
  return {
    ...{ topic, partition: 0, nextOffset, endOffset: nextOffset },
    records: given.map(({ value, headers = {} }, index) => ({
      ...{ offset: from + index, key: "", headers, ingestTimeMs: INGEST_MS },
      value: new TextEncoder().encode(JSON.stringify(value)),
    })),
  };
}

function view(user: string, minutes: unknown): unknown {
  return {
    ...{ user_id: user, show_name: "Dark", watch_duration_minutes: minutes },
    watch_date: "2026-01-01",
  };
}

function withStore(test: (store: Store, queries: SqliteQueries) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    const store = Store.open(`${folder}/store.db`, {
      thresholds: DEFAULT_THRESHOLDS,
      catalog: null,
    });
    const bad = [{ value: view("ann", "12m") }, { value: view("bob", "soon") }];
    store.apply([batch(EVENTS_TOPIC, [...bad, { value: view("cleo", 30) }])]);
    const queries = openQueries(`${folder}/store.db`);
    test(store, queries);
    queries.close();
    store.close();
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const ALL = { rule: null, source: null, search: null, limit: 10, cursor: null };
const statuses = (queries: SqliteQueries) =>
  queries.quarantine(ALL).rows.map((
    { id, status, replayed_as, skip_reason },
  ) => [id, status, replayed_as, skip_reason]);

Deno.test("a skipped row stays in quarantine and in the ledger, with the reason", () => {
  withStore((store, queries) => {
    const skip = {
      value: { reason: "test account" },
      headers: { kind: "skip", "quarantine-id": "1" },
    };
    const { ledger } = store.apply([batch(QUARANTINE_TOPIC, [skip, skip])]);
    assert.deepEqual([ledger.read, ledger.quarantined], [3, 2]);
    assert.deepEqual(statuses(queries), [
      [2, "open", null, null],
      [1, "skipped", null, "test account"],
    ]);
    const replay = { value: view("ann", 12), headers: { "quarantine-id": "1" } };
    assert.equal(store.apply([batch(EVENTS_TOPIC, [replay], 3)]).ledger.accepted, 1);
  });
});

Deno.test("a row that is named by its key before it is read is set aside once it is", () => {
  withStore((store, queries) => {
    const value = view("dora", "an hour"), raw = JSON.stringify(value);
    const source = `${EVENTS_TOPIC}/0`;
    const key = quarantineKey({ source, line: 1, offset: 3, reasons: [], raw });
    const headers = { "quarantine-key": key, "quarantine-id": "1" };
    const skip = { value: { reason: "a test" }, headers: { ...headers, kind: "skip" } };
    store.apply([batch(QUARANTINE_TOPIC, [skip, skip])]);
    const given = [{ value }, { value: view("dora", 60), headers }];
    const { ledger } = store.apply([batch(EVENTS_TOPIC, given, 3)]);
    assert.deepEqual([ledger.read, ledger.quarantined], [4, 3]);
    assert.deepEqual(statuses(queries), [
      [3, "skipped", null, "a test"],
      [2, "open", null, null],
      [1, "open", null, null],
    ]);
    assert.equal(queries.quarantine(ALL).rows[0]!.key, key);
  });
});

Deno.test("a row is replayed once, and only when it keeps the rules", () => {
  withStore((store, queries) => {
    const headers = { source: "replay", "quarantine-id": "1" };
    const given = ["twelve", 12, 12].map((minutes) => ({ value: view("ann", minutes), headers }));
    const { ledger } = store.apply([batch(EVENTS_TOPIC, given, 3)]);
    assert.deepEqual(ledger, { read: 3, accepted: 2, duplicate: 0, quarantined: 1, excluded: 0 });
    assert.deepEqual(statuses(queries)[1], [1, "replayed", "watch.events/0@4", null]);
  });
});

Deno.test("quarantine() finds rows by status and by id, with or without groups", () => {
  withStore((store, queries) => {
    store.apply([batch(EVENTS_TOPIC, [{
      ...{ value: view("ann", 12), headers: { "quarantine-id": "1" } },
    }], 3)]);
    const idsOf = (options: Partial<Parameters<SqliteQueries["quarantine"]>[0]>) =>
      queries.quarantine({ ...ALL, ...options }).rows.map(({ id }) => id);
    assert.deepEqual(idsOf({ status: "open" }), [2]);
    assert.deepEqual(idsOf({ status: "replayed" }), [1]);
    assert.deepEqual(idsOf({ ids: [1, 7] }), [1]);
    assert.deepEqual(idsOf({ ids: [] }), []);
    assert.deepEqual(idsOf({ source: EVENTS_TOPIC }), [2, 1], "as the ledger counts it");
    assert.deepEqual(idsOf({ source: `${EVENTS_TOPIC}/0` }), [2, 1], "where it lay");
    assert.deepEqual(idsOf({ source: "elsewhere" }), []);
    assert.equal(queries.quarantine(ALL).groups.length, 1);
    assert.equal(queries.quarantine({ ...ALL, withGroups: false }).groups.length, 0);
  });
});

Deno.test("ledgerHours() adds up to the ledger, by partition and by hour", () => {
  withStore((_store, queries) => {
    const { partitions, hours } = queries.ledgerHours(null);
    const ledger = { read: 3, accepted: 1, duplicate: 0, quarantined: 2, excluded: 0 };
    assert.deepEqual(partitions, [{ partition: 0, ...ledger }]);
    assert.deepEqual(hours, [{
      ...{ start: "2026-01-10T05:00:00.000Z", ...ledger, read_by_partition: [3] },
      reasons: { "watch_duration_minutes.not_a_number": 2 },
    }]);
    assert.deepEqual(queries.ledgerHours(EVENTS_TOPIC).partitions, partitions);
    assert.deepEqual(queries.ledgerHours("nobody's").hours, []);
  });
});

Deno.test("quality() tells no rule of an hour whose rows were all repaired, also within one transaction", () => {
  withStore((store, queries) => {
    const bad = { value: view("dan", -1) };
    const key = quarantineKey({
      ...{ source: `${EVENTS_TOPIC}/0`, line: 1, offset: 3, raw: JSON.stringify(bad.value) },
      reasons: [],
    });
    const repair = { value: view("dan", 7), headers: { "quarantine-key": key } };
    store.apply([batch(EVENTS_TOPIC, [bad, repair], 3)]);
    const { hours, reasons } = queries.quality();
    assert.deepEqual(hours.map((hour) => hour.reasons), [reasons]);
    assert.deepEqual(reasons, { "watch_duration_minutes.not_a_number": 2 });
    const repairs = ["1", "2"].map((id) => (
      { value: view("ann", 5 + Number(id)), headers: { "quarantine-id": id } }
    ));
    store.apply([batch(EVENTS_TOPIC, repairs, 5)]);
    const after = queries.quality();
    assert.deepEqual(after.reasons, {});
    assert.deepEqual(after.hours.map((hour) => hour.reasons), [after.reasons]);
  });
});
