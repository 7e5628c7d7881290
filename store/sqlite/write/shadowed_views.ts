// The table of the views that lost against better ones from elsewhere.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { duplicateKey } from "../../core/keep_one.ts";
import type { SourcePart } from "../../core/ledger_changes.ts";
import type { ShadowChanges } from "../../core/store_changes.ts";
import type { KeyAsk } from "../../core/store_tables.ts";
import { storedText } from "../../core/stored_text.ts";
import { DIMENSION_IDS, type StoredView } from "../../core/stored_view.ts";
import { DIMENSION_COLUMNS, type ViewColumnsRow, viewOfRow } from "./view_rows.ts";

const COLUMNS = `start_ms, show_id, episode_id, minutes, event_id, ${DIMENSION_COLUMNS.join(", ")},
  ingest_ms, source_id, partition, "offset"`;

/** The table `shadowed`: of each key, source and partition the best view. */
export class ShadowedViews {
  readonly #ofKey: StatementSync;
  readonly #put: StatementSync;
  readonly #drop: StatementSync;
  readonly #dropPart: StatementSync;

  constructor(db: DatabaseSync) {
    const ofKey = `FROM shadowed WHERE user_id = ? AND key = ?`;
    this.#ofKey = db.prepare(`SELECT ${COLUMNS} ${ofKey}`);
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO shadowed(user_id, key, ${COLUMNS})
      VALUES (?, ?, ${COLUMNS.split(",").map(() => "?").join(", ")})`,
    );
    this.#drop = db.prepare(`DELETE ${ofKey} AND source_id = ? AND partition = ?`);
    this.#dropPart = db.prepare(`DELETE FROM shadowed WHERE source_id = ? AND partition = ?`);
  }

  /** The views that lost against the one that has a key. */
  ofKey({ userId, key }: KeyAsk): readonly StoredView[] {
    const rows = this.#ofKey.all(userId, storedText(key)) as unknown as ViewColumnsRow[];
    return rows.map(viewOfRow);
  }

  write({ kept, dropped }: ShadowChanges): void {
    for (const { userId, view } of dropped) {
      this.#drop.run(userId, storedText(duplicateKey(view)), view.sourceId, view.partition);
    }
    for (const { userId, view } of kept) {
      this.#put.run(
        ...[userId, storedText(duplicateKey(view)), view.startMs, view.showId, view.episodeId],
        ...[view.minutes, storedText(view.eventId), ...DIMENSION_IDS.map(({ id }) => view[id])],
        ...[view.ingestMs, view.sourceId, view.partition, view.offset],
      );
    }
  }

  /** Forgets what a source has in a partition. */
  dropPart({ sourceId, partition }: SourcePart): void {
    this.#dropPart.run(sourceId, partition);
  }
}
