// Gives a store another catalog in place: what follows from runtimes is derived anew for the shows that differ alone.

import { DatabaseSync } from "node:sqlite";
import { RollupChanges } from "./rollup_changes.ts";
import { ShowFacts } from "./show_facts.ts";
import { lockStore } from "./store_lock.ts";
import { differsInCatalogAlone, readMeta, type StoreSettings } from "./store_settings.ts";
import { readText } from "../../core/stored_text.ts";
import { TextIds } from "./text_ids.ts";
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
    const before = new ShowFacts(db, new TextIds(db, "labels"), null);
    const after = new ShowFacts(db, new TextIds(db, "labels"), settings.catalog);
    const rollups = new RollupChanges(db, settings.thresholds);
    const shows = db.prepare(`SELECT id, name FROM shows`).all() as { id: number; name: string }[];
    for (const { id, name } of shows) {
      if (!after.differs(id, readText(name))) continue;
      before.runtimeOf(id, 0); // read before it is replaced
      after.replace(id, readText(name));
      recount(db, id, { before, after, rollups });
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

/** Takes each of a show's views out of the sums as it was, and adds it as it is now. */
function recount(
  db: DatabaseSync,
  showId: number,
  { before, after, rollups }: {
    readonly before: ShowFacts;
    readonly after: ShowFacts;
    readonly rollups: RollupChanges;
  },
): void {
  const rows = db.prepare(`SELECT ${VIEW_COLUMNS} FROM views WHERE show_id = ?`);
  let open = 0;
  for (const row of rows.iterate(showId)) {
    const placed = reviveView(row as unknown as ViewRow), { view } = placed;
    const was = before.runtimeOf(showId, view.episodeId);
    const is = after.runtimeOf(showId, view.episodeId);
    if (was === is) continue;
    for (const [runtime, sign] of [[was, -1], [is, 1]] as const) {
      rollups.add(placed, runtime, sign);
      rollups.addBins(view, runtime, sign);
    }
    if (++open % FLUSH_VIEWS === 0) rollups.flush();
  }
  rollups.flush();
}
