// Law: the sums by hour of ingest, kept as views come and go, are what the stored views say; and a store that
// lacks them has them again when it is opened.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { INGEST_HOURS_OF_VIEWS } from "../../store/sqlite/write/ingest_hours.ts";
import type { LogRecord } from "../../log/port.ts";
import { openQueries } from "../../store/sqlite/queries.ts";
import { Store } from "../../store/sqlite/write/store.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import { readStoreTables } from "../stores/read_store_tables.ts";
import { MEMORY, type TrialStore } from "../stores/trial_store.ts";
import { INGEST_MS, THRESHOLDS, world } from "./store_queries_world.ts";

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 30) };
const HALF_HOUR_MS = 1_800_000;

function check(path: string, other: TrialStore): void {
  const db = new DatabaseSync(path, { readOnly: true });
  const kept = db.prepare(`SELECT * FROM ingest_hours WHERE accepted <> 0 ORDER BY hour`).all();
  const counted = db.prepare(INGEST_HOURS_OF_VIEWS).all(THRESHOLDS.qualifiedMinutes);
  db.close();
  assert.deepEqual(kept, counted);
  const { hours } = readStoreTables(path, THRESHOLDS).records;
  assert.deepEqual(other.content().records.hours, hours);
}

Deno.test("ingest_hours is what the views say, after every commit and when it is made anew", () => {
  const law = fc.property(world, ({ catalog, commits }) => {
    const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
    const settings = { thresholds: THRESHOLDS, catalog };
    try {
      using other = MEMORY.open(settings);
      let store = Store.open(path, settings);
      commits.forEach(({ rows, halfHours, removes }, index) => {
        const ingestTimeMs = INGEST_MS + halfHours * HALF_HOUR_MS;
        const records: LogRecord[] = rows.map((row, at) => ({
          ...{ offset: index * 1_000 + at, key: "", headers: {}, ingestTimeMs },
          value: new TextEncoder().encode(JSON.stringify(row)),
        }));
        if (removes === EVENTS_TOPIC) {
          const headers = { kind: "retract", source: EVENTS_TOPIC, removal: String(index) };
          const at = { offset: index * 1_000 + 999, key: "", ingestTimeMs };
          records.push({ ...at, headers, value: new Uint8Array() });
        }
        const nextOffset = (index + 1) * 1_000, topic = EVENTS_TOPIC;
        const batch = { topic, partition: 0, records, nextOffset, endOffset: nextOffset };
        for (const one of [store, other]) one.apply([batch]);
        check(path, other);
      });
      store.close();
      const db = new DatabaseSync(path);
      db.exec("DROP TABLE ingest_hours");
      db.close();
      store = Store.open(path, settings);
      check(path, other);
      using queries = openQueries(path);
      const windows = queries.ingestWindows(0), { read, accepted } = queries.ledger();
      const sum = (of: (window: typeof windows[number]) => number) =>
        windows.reduce((total, window) => total + of(window), 0);
      assert.equal(sum(({ ledger }) => ledger.read), read);
      assert.equal(sum(({ views }) => views.accepted), accepted);
      store.close();
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
  fc.assert(law, LAW);
});
