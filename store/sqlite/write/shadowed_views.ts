// Duplicates of views that came from elsewhere: kept, so that they stand in when the better view's import is removed.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { duplicateKey, isBetter } from "../../core/keep_one.ts";
import { storedText } from "../../core/stored_text.ts";
import type { StoredView } from "../../core/stored_view.ts";
import { type ViewColumnsRow, type ViewNames, viewOfRow } from "./view_rows.ts";

const COLUMNS = `start_ms, show_id, episode_id, minutes, event_id, device_id, country_id, ingest_ms,
  source_id, partition, "offset"`;

/** Whether two views leave with the same import, at the same time: then neither stands in for the other. */
export function leavesWith(a: StoredView, b: StoredView): boolean {
  return a.sourceId === b.sourceId && a.partition === b.partition;
}

/** The table `shadowed`: of each key, source and partition the best view. */
export class ShadowedViews {
  readonly #names: ViewNames;
  readonly #find: StatementSync;
  readonly #ofKey: StatementSync;
  readonly #put: StatementSync;
  readonly #drop: StatementSync;
  readonly #dropPart: StatementSync;

  constructor(db: DatabaseSync, names: ViewNames) {
    this.#names = names;
    const ofKey = `FROM shadowed WHERE user_id = ? AND key = ?`;
    const own = `${ofKey} AND source_id = ? AND partition = ?`;
    this.#find = db.prepare(`SELECT ${COLUMNS} ${own}`);
    this.#ofKey = db.prepare(`SELECT ${COLUMNS} ${ofKey}`);
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO shadowed(user_id, key, ${COLUMNS})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#drop = db.prepare(`DELETE ${own}`);
    this.#dropPart = db.prepare(`DELETE FROM shadowed WHERE source_id = ? AND partition = ?`);
  }

  /** Keeps a view that lost against one from elsewhere, unless a better one of its own source and partition is kept. */
  keep(userId: number, view: StoredView): void {
    const key = storedText(duplicateKey(view)), { sourceId, partition } = view;
    const row = this.#find.get(userId, key, sourceId, partition) as ViewColumnsRow | undefined;
    if (row !== undefined && !isBetter(view, viewOfRow(row), this.#names)) return;
    this.#put.run(
      ...[userId, key, view.startMs, view.showId, view.episodeId, view.minutes],
      ...[storedText(view.eventId), view.deviceId, view.countryId, view.ingestMs],
      ...[sourceId, partition, view.offset],
    );
  }

  /** Takes out the best view that stands in for one that leaves; null when there is none. */
  takeBest(userId: number, left: StoredView): StoredView | null {
    const key = storedText(duplicateKey(left));
    let best: StoredView | null = null;
    for (const row of this.#ofKey.all(userId, key) as unknown as ViewColumnsRow[]) {
      const view = viewOfRow(row);
      if (best === null || isBetter(view, best, this.#names)) best = view;
    }
    if (best !== null) this.#drop.run(userId, key, best.sourceId, best.partition);
    return best;
  }

  /** Forgets what a source has in a partition. */
  removePart(sourceId: number, partition: number): void {
    this.#dropPart.run(sourceId, partition);
  }
}
