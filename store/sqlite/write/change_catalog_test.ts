// Tests of another catalog: the store comes to be the one that is derived anew, and readers see it.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";
import { changeCatalog } from "./change_catalog.ts";
import { openQueries } from "../queries.ts";
import { rederive } from "./rederive.ts";
import { Store, type StoreSettings } from "./store.ts";
import type { CatalogShow } from "../../../domain/store_catalog.ts";

const SHOWS = ["Dark", "Lupin", "Ärger", "1899"];
const thresholds = DEFAULT_THRESHOLDS;
const minutes = fc.constantFrom(10, 30, 45.5);
const catalog = fc.dictionary(
  fc.constantFrom(...SHOWS),
  fc.record({
    runtime_minutes: fc.option(minutes),
    inferred: fc.boolean(),
    genre: fc.constantFrom(null, "drama"),
    episodes: fc.option(fc.dictionary(fc.constantFrom("E1", "E2", "E3"), minutes), { nil: {} }),
  }),
).map((shows) => ({
  version: JSON.stringify(shows),
  shows: Object.entries(shows).map(([show_name, facts]): CatalogShow => ({ show_name, ...facts })),
}));
const view = fc.record({
  user_id: fc.constantFrom("ann", "bob"),
  show_name: fc.constantFrom(...SHOWS),
  episode: fc.constantFrom("E1", "E2", "E3", "", undefined),
  watch_duration_minutes: fc.constantFrom(1, 9, 30, 44, 60),
  watch_date: fc.integer({ min: 0, max: 200 }).map((quarter) =>
    new Date(Date.UTC(2026, 0, 1) + quarter * 900_000).toISOString()
  ),
  country: fc.constantFrom("DE", undefined),
});

function withViews(path: string, views: readonly object[], settings: StoreSettings): void {
  const store = Store.open(path, settings);
  const records = views.map((row, offset) => ({
    ...{ offset, key: "", headers: {}, ingestTimeMs: Date.UTC(2026, 5, 1) },
    value: new TextEncoder().encode(JSON.stringify(row)),
  }));
  const end = views.length;
  if (end > 0) {
    store.apply([{ topic: EVENTS_TOPIC, partition: 0, records, nextOffset: end, endOffset: end }]);
  }
  store.close();
}

/** What follows from the catalog, whatever the numbers of names and commits. */
function derived(path: string): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const named =
      "scope, level, bucket, CASE scope WHEN 1 THEN (SELECT name FROM shows WHERE shows.id = t.id) " +
      "ELSE (SELECT name FROM labels WHERE labels.id = t.id) END AS name";
    return [
      `SELECT ${named}, accepted, qualified, binge, rated, minute_units, completion_units,
        engagement_units FROM cells t ORDER BY 1, 2, 3, 4`,
      `SELECT ${named}, kind, bin, views FROM histograms t ORDER BY 1, 2, 3, 4, 5, 6`,
      `SELECT name, genre, runtime_minutes, runtime_inferred, accepted, users FROM shows ORDER BY 1`,
      `SELECT shows.name, labels.name AS episode, minutes FROM episode_runtimes
        JOIN shows ON shows.id = show_id JOIN labels ON labels.id = episode_id ORDER BY 1, 2`,
      `SELECT value FROM meta WHERE key = 'catalog_version'`,
    ].map((sql) => db.prepare(sql).all());
  } finally {
    db.close();
  }
}

Deno.test("changeCatalog() comes to the store that is derived anew", () => {
  const law = fc.property(fc.array(view), catalog, catalog, (views, first, second) => {
    fc.pre(first.version !== second.version);
    const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
    try {
      withViews(path, views, { thresholds, catalog: first });
      const settings = { thresholds, catalog: second };
      rederive(path, `${folder}/anew.db`, settings);
      assert.equal(changeCatalog(path, settings), true);
      assert.deepEqual(derived(path), derived(`${folder}/anew.db`));
      Store.open(path, settings).close();
      assert.equal(changeCatalog(path, settings), false);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
  fc.assert(law, { numRuns: 40 });
});

Deno.test("changeCatalog() leaves a store of other thresholds alone, and open readers see the new runtimes", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  try {
    const of = (runtime_minutes: number) => ({
      ...{ version: String(runtime_minutes) },
      shows: [{ show_name: "Dark", runtime_minutes, inferred: false, genre: null }],
    });
    const row = {
      user_id: "ann",
      show_name: "Dark",
      watch_duration_minutes: 30,
      watch_date: "2026-01-01",
    };
    withViews(path, [row], { thresholds, catalog: of(60) });
    using queries = openQueries(path);
    const rateOf = () => queries.latestViews(1)[0]!.completion_rate;
    assert.equal(rateOf(), 0.5);
    const other = { ...thresholds, bingeEpisodes: 5 };
    assert.equal(changeCatalog(path, { thresholds: other, catalog: of(120) }), false);
    assert.equal(changeCatalog(path, { thresholds, catalog: of(120) }), true);
    assert.equal(rateOf(), 0.25);
    assert.equal(queries.overview({ from: null, to: null }).mean_completion_rate, 0.25);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
