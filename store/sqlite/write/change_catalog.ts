// Gives a store another catalog in place: what follows from runtimes is derived anew for the shows that differ alone.

import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type { Thresholds } from "../../../domain/scoring.ts";
import { factsOf, type NumberedShow } from "../../core/introduce_shows.ts";
import { RollupChanges } from "../../core/rollup_changes.ts";
import { catalogByShow, type CatalogShow } from "../../../domain/store_catalog.ts";
import type { ShowFacts } from "../../core/store_changes.ts";
import { runSteps } from "../../core/store_tables.ts";
import { readText } from "../../core/stored_text.ts";
import { runtimeIn } from "../../core/derived_sums.ts";
import { SqliteTables } from "./sqlite_tables.ts";
import { lockStore } from "./store_lock.ts";
import { differsInCatalogAlone, readMeta, type StoreSettings } from "./store_settings.ts";
import { runtimesOf, ShowTables } from "./show_tables.ts";
import { reviveView, VIEW_COLUMNS, type ViewRow } from "./view_rows.ts";

/** Views whose sums are gathered before they are written. */
const FLUSH_VIEWS = 50_000;

/**
 * Changes the catalog in one transaction; false, with nothing done, when the store differs from the settings
 * in more than that. Runtimes that readers have kept are of before: they open the store again.
 *
 * @throws {import("../../errors.ts").StoreLockedError} somebody writes to it
 */
export function changeCatalog(path: string, settings: StoreSettings): boolean {
  const release = lockStore(path);
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072");
    if (!differsInCatalogAlone(db, settings)) return false;
    db.exec("BEGIN IMMEDIATE");
    const tables = new SqliteTables(db, settings.thresholds);
    for (const { before, after } of differingFacts(db, tables, settings)) {
      tables.write({ facts: [after] });
      recount(db, { tables, thresholds: settings.thresholds, before, after });
    }
    const set = db.prepare(`UPDATE meta SET value = ? WHERE key = ?`);
    set.run(settings.catalog?.version ?? "", "catalog_version");
    set.run(String(Number(readMeta(db).get("seq")) + 1), "seq");
    db.exec("COMMIT");
    return true;
  } finally {
    db.close(); // what was not committed is rolled back
    release();
  }
}

/** What the store has of shows of which the catalog has something else. */
function differingFacts(db: DatabaseSync, tables: SqliteTables, { catalog }: StoreSettings) {
  const byName = catalogByShow(catalog), known = new ShowTables(db);
  const rows = db.prepare(`SELECT id, name FROM shows`).all() as { id: number; name: string }[];
  const shows: NumberedShow[] = rows.map(({ id, name }) => ({
    showId: id,
    show: byName.get(readText(name)) ?? unknownShow(readText(name)),
  }));
  return runSteps(factsOf(shows), tables)
    .map((after) => ({ before: known.factsOf(after.showId), after }))
    .filter(({ before, after }) => !isDeepStrictEqual(inOrder(before), inOrder(after)));
}

function unknownShow(name: string): CatalogShow {
  return { show_name: name, runtime_minutes: null, inferred: false, genre: null };
}

function inOrder(facts: ShowFacts): ShowFacts {
  return { ...facts, episodes: facts.episodes.toSorted(([a], [b]) => a - b) };
}

/** Takes each of a show's views out of the sums as it was, and adds it as it is now. */
function recount(
  db: DatabaseSync,
  { tables, thresholds, before, after }: {
    readonly tables: SqliteTables;
    readonly thresholds: Thresholds;
    readonly before: ShowFacts;
    readonly after: ShowFacts;
  },
): void {
  const rows = db.prepare(`SELECT ${VIEW_COLUMNS} FROM views WHERE show_id = ?`);
  const old = runtimesOf(before), current = runtimesOf(after);
  const rollups = new RollupChanges(thresholds);
  const flush = () => {
    tables.write({ rollups });
    rollups.clear();
  };
  let open = 0;
  for (const row of rows.iterate(after.showId)) {
    const placed = reviveView(row as unknown as ViewRow), { view } = placed;
    const was = runtimeIn(old, view.episodeId), is = runtimeIn(current, view.episodeId);
    if (was === is) continue;
    for (const [runtime, sign] of [[was, -1], [is, 1]] as const) {
      rollups.add(placed, runtime, sign);
      rollups.addBins(view, runtime, sign);
    }
    if (++open % FLUSH_VIEWS === 0) flush();
  }
  flush();
}
