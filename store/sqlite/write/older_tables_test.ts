// A store of before gets the columns that came later, without a look at its rows.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import type { LogBatch } from "../../../log/port.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";
import { addDimensions } from "./older_tables.ts";
import { rederive } from "./rederive.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { Store } from "./store.ts";
import { storedVersion } from "./store_settings.ts";

const SETTINGS = { thresholds: DEFAULT_THRESHOLDS, catalog: null };
const INGEST_MS = Date.UTC(2026, 0, 10);

function batch(from: number, rows: readonly object[]): LogBatch[] {
  const nextOffset = from + rows.length;
  const records = rows.map((row, i) => ({
    ...{ offset: from + i, key: "", headers: {}, ingestTimeMs: INGEST_MS },
    value: new TextEncoder().encode(JSON.stringify(row)),
  }));
  return [{ topic: EVENTS_TOPIC, partition: 0, nextOffset, endOffset: nextOffset, records }];
}

const view = (watch_date: string, profile?: string) => ({
  ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 40, watch_date },
  ...profile === undefined ? {} : { profile },
});

/** The tables as version 4 had them. */
function makeOlder(path: string): void {
  const db = new DatabaseSync(path);
  db.exec(`ALTER TABLE views DROP COLUMN profile_id; ALTER TABLE shadowed DROP COLUMN profile_id;
    ALTER TABLE ingest_hours DROP COLUMN no_profile;
    UPDATE meta SET value = '4' WHERE key = 'schema_version'`);
  db.close();
}

Deno.test("addDimensions() opens a store of before: its views have no profile, new ones keep theirs", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const anew = `${path}.new`;
  try {
    const before = Store.open(path, SETTINGS);
    before.apply(batch(0, [view("2026-01-01T10:00:00Z"), view("2026-01-02T10:00:00Z")]));
    before.close();
    makeOlder(path);
    addDimensions(path);
    assert.equal(storedVersion(path), "5");
    rederive(path, anew, SETTINGS);
    assert.equal(storedVersion(anew), SCHEMA_VERSION);
    const store = Store.open(anew, SETTINGS);
    store.apply(batch(2, [view("2026-01-03T10:00:00Z", "kids")]));
    store.close();
    addDimensions(anew); // nothing is left to do
    const db = new DatabaseSync(anew, { readOnly: true });
    const rows = (sql: string) => db.prepare(sql).all().map((row) => Object.values(row));
    assert.deepEqual(
      rows(`SELECT name FROM views LEFT JOIN labels ON labels.id = profile_id ORDER BY start_ms`),
      [[null], [null], ["kids"]],
    );
    assert.deepEqual(rows(`SELECT accepted, no_profile FROM ingest_hours`), [[3, 2]]);
    db.close();
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
