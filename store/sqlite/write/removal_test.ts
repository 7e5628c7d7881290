// A removed source over a few records: its rows leave, what lost to them comes back, and it may come again.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import type { LogBatch } from "../../../log/port.ts";
import { EVENTS_TOPIC, QUARANTINE_TOPIC } from "../../../log/topics.ts";
import { openQueries, type SqliteQueries } from "../queries.ts";
import { Store } from "./store.ts";

const INGEST_MS = Date.UTC(2026, 0, 10, 5, 30);

interface Given {
  readonly value: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

const view = (source: string, minutes: number, device?: string): Given => ({
  value: {
    ...{ user_id: "ann", show_name: "Dark", event_id: "x", watch_duration_minutes: minutes },
    ...{ watch_date: "2026-01-01", device },
  },
  headers: { source },
});
const bad = (source: string): Given => ({
  value: {
    ...{ source, line: 2, offset: 9, raw: "?" },
    reasons: [{ rule: "watch_date.invalid", field: "watch_date", value: "?", expected: "a date" }],
  },
  headers: { source, kind: "row" },
});
const removal = (source: string): Given => ({
  ...{ value: {}, headers: { source, kind: "retract", removal: "1" } },
});

/** A store to which records come, one batch a call. */
class Trial {
  readonly #folder = Deno.makeTempDirSync();
  readonly #store = Store.open(`${this.#folder}/store.db`, {
    ...{ thresholds: DEFAULT_THRESHOLDS, catalog: null },
  });
  readonly queries: SqliteQueries = openQueries(`${this.#folder}/store.db`);
  readonly #next = new Map<string, number>();

  apply(topic: string, ...given: Given[]) {
    const from = this.#next.get(topic) ?? 0, nextOffset = from + given.length;
    const batch: LogBatch = {
      ...{ topic, partition: 0, nextOffset, endOffset: nextOffset },
      records: given.map(({ value, headers }, index) => ({
        ...{ offset: from + index, key: "", headers, ingestTimeMs: INGEST_MS },
        value: new TextEncoder().encode(JSON.stringify(value)),
      })),
    };
    this.#next.set(topic, nextOffset);
    return this.#store.apply([batch]);
  }

  /** Rows by source: read, accepted, duplicate, quarantined. */
  sources(): Record<string, readonly number[]> {
    const { sources } = this.queries.ledger();
    return Object.fromEntries(sources.map(({ source, read, accepted, duplicate, quarantined }) => [
      ...[source, [read, accepted, duplicate, quarantined]] as const,
    ]));
  }

  [Symbol.dispose](): void {
    this.queries.close();
    this.#store.close();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

Deno.test("what lost to a removed source comes back, the best of it", () => {
  using trial = new Trial();
  trial.apply(EVENTS_TOPIC, view("b", 20, "TV"), view("a", 40), view("c", 30), view("b", 10));
  assert.deepEqual(trial.sources(), { a: [1, 1, 0, 0], b: [2, 0, 2, 0], c: [1, 0, 1, 0] });
  const { ledger, delta, totals } = trial.apply(EVENTS_TOPIC, removal("a"));
  assert.deepEqual(delta, { read: -1, accepted: 0, duplicate: -1, quarantined: 0, excluded: 0 });
  assert.deepEqual([ledger.read, totals.watch_minutes], [3, 30]);
  assert.deepEqual(trial.sources(), { b: [2, 0, 2, 0], c: [1, 1, 0, 0] });
  trial.apply(EVENTS_TOPIC, removal("c"));
  assert.deepEqual(trial.sources(), { b: [2, 1, 1, 0] });
  assert.equal([...trial.queries.rows()][0]!.device, "TV");
  assert.equal(trial.apply(EVENTS_TOPIC, removal("b")).totals.users, 0);
  assert.equal(trial.queries.ledger().read, 0);
});

Deno.test("a user whose views all left is counted nowhere, also beside users who stay", () => {
  using trial = new Trial();
  const bo: Given = {
    value: {
      ...{ user_id: "bo", show_name: "Lupin", watch_duration_minutes: 10 },
      ...{ watch_date: "2026-01-02" },
    },
    headers: { source: "b" },
  };
  const users = () => trial.queries.overview({ from: null, to: null }).users;
  trial.apply(EVENTS_TOPIC, view("a", 40), bo);
  assert.equal(users(), 2);
  assert.equal(trial.apply(EVENTS_TOPIC, removal("a")).totals.users, 1);
  assert.equal(users(), 1);
  trial.apply(EVENTS_TOPIC, view("a", 40));
  assert.equal(users(), 2);
});

Deno.test("each partition of each topic gives up what came before its own record; later rows count", () => {
  using trial = new Trial();
  trial.apply(QUARANTINE_TOPIC, bad("a"));
  trial.apply(EVENTS_TOPIC, view("a", 40), removal("a"), view("a", 50));
  assert.deepEqual(trial.sources(), { a: [2, 1, 0, 1] });
  const at = "2026-01-10T05:30:00.000Z";
  assert.deepEqual(trial.queries.ledger().removed, [{ source: "a", rows: 1, at }]);
  trial.apply(QUARANTINE_TOPIC, removal("a"));
  assert.deepEqual(trial.queries.ledger().removed, [{ source: "a", rows: 2, at }]);
  trial.apply(QUARANTINE_TOPIC, bad("a"));
  assert.deepEqual(trial.sources(), { a: [2, 1, 0, 1] });
  const { rows } = trial.queries.quarantine({
    ...{ rule: null, source: "a", search: null, limit: 10, cursor: null },
  });
  assert.deepEqual(rows.map(({ raw }) => raw), ["?"]);
});
