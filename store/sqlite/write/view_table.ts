// The table of the views.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SourcePart } from "../../core/ledger_changes.ts";
import type { UserOutcome } from "../../core/store_changes.ts";
import type { EventAsk, UserPart, WindowAsk } from "../../core/store_tables.ts";
import { storedText } from "../../core/stored_text.ts";
import { DIMENSION_IDS, type PlacedView, type ViewWindow } from "../../core/stored_view.ts";
import { LatestSittings } from "./latest_sittings.ts";
import { RowStatement } from "./row_statement.ts";
import { keyValues, reviveView, VIEW_COLUMNS, VIEW_KEY, type ViewRow } from "./view_rows.ts";

const COLUMNS = VIEW_COLUMNS.split(",").length + 1;

/** The table `views`. */
export class ViewTable {
  readonly #byEvent: StatementSync;
  readonly #sittingBefore: StatementSync;
  readonly #from: StatementSync;
  readonly #inserts: RowStatement;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #ofPart: StatementSync;
  readonly #latest = new LatestSittings();

  constructor(db: DatabaseSync) {
    this.#byEvent = db.prepare(
      `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND event_id = ? AND event_id <> ''`,
    );
    this.#sittingBefore = db.prepare(
      `SELECT sitting_start_ms FROM views WHERE user_id = ? AND start_ms < ?
      ORDER BY start_ms DESC LIMIT 1`,
    );
    this.#from = db.prepare(
      `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND start_ms >= ? ORDER BY start_ms`,
    );
    this.#inserts = new RowStatement(db, {
      ...{ into: `views(user_id, ${VIEW_COLUMNS})`, columns: COLUMNS },
    });
    this.#update = db.prepare(
      `UPDATE views SET sitting_start_ms = ?, episodes = ? WHERE ${VIEW_KEY}`,
    );
    this.#delete = db.prepare(`DELETE FROM views WHERE ${VIEW_KEY}`);
    this.#ofPart = db.prepare(
      `SELECT user_id, ${VIEW_COLUMNS} FROM views
      WHERE user_id > ? AND source_id = ? AND partition = ? ORDER BY user_id, start_ms`,
    );
  }

  /** The view that has an event id. */
  byEvent({ userId, eventId }: EventAsk): PlacedView | null {
    const row = this.#byEvent.get(userId, storedText(eventId)) as ViewRow | undefined;
    return row === undefined ? null : reviveView(row);
  }

  /** The views that may share a sitting with what comes or goes. */
  windowOf({ userId, fromMs, endMs }: WindowAsk, gapMs: number): ViewWindow {
    const latest = this.#latest.windowOf(userId, fromMs);
    if (latest !== null) return latest;
    const before = this.#sittingBefore.get(userId, fromMs) as
      | { sitting_start_ms: number }
      | undefined;
    const views: PlacedView[] = [];
    for (const row of this.#from.iterate(userId, before?.sitting_start_ms ?? fromMs)) {
      const placed = reviveView(row as unknown as ViewRow);
      const { startMs } = placed.view;
      // A sitting that begins after the gap is as it was, and so is all behind it.
      if (
        startMs === placed.sittingStartMs && startMs - endMs > gapMs &&
        views.at(-1)?.sittingStartMs !== startMs
      ) return { views, isToEnd: false };
      views.push(placed);
    }
    return { views, isToEnd: true };
  }

  /** The views of a part, user by user, of users behind `after` until there are `limit` views or more. */
  ofPart({ sourceId, partition }: SourcePart, after: number, limit: number): UserPart[] {
    const users: { userId: number; views: PlacedView[] }[] = [];
    let views = 0;
    for (const row of this.#ofPart.iterate(after, sourceId, partition)) {
      const userId = Number(row.user_id);
      if (users.at(-1)?.userId !== userId) {
        if (views >= limit) break;
        users.push({ userId, views: [] });
      }
      users.at(-1)!.views.push(reviveView(row as unknown as ViewRow));
      views++;
    }
    return users;
  }

  /** Writes where views went and came. */
  write(outcomes: readonly UserOutcome[]): void {
    for (const { userId, added, removed, changed, window } of outcomes) {
      if (window === null) continue;
      for (const { view } of removed) this.#delete.run(userId, ...keyValues(view));
      for (const { after: { view, sittingStartMs, episodes } } of changed) {
        this.#update.run(sittingStartMs, episodes, userId, ...keyValues(view));
      }
      for (const placed of added) this.#insert(userId, placed);
      this.#latest.remember(userId, window);
    }
    this.#inserts.flush();
  }

  /** Forgets what a transaction that failed may have changed. */
  forget(): void {
    this.#latest.forget();
    this.#inserts.clear();
  }

  #insert(userId: number, { view, sittingStartMs, episodes }: PlacedView): void {
    this.#inserts.add([
      userId,
      view.startMs,
      view.showId,
      view.episodeId,
      view.minutes,
      storedText(view.eventId),
      ...DIMENSION_IDS.map(({ id }) => view[id]),
      sittingStartMs,
      episodes,
      view.ingestMs,
      view.sourceId,
      view.partition,
      view.offset,
    ]);
  }
}
