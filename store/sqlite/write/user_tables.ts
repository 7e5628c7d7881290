// The tables of users and of the shows and weeks they watched.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { WEEK_MS } from "../../../domain/time.ts";
import { weekStartMs } from "../../core/buckets.ts";
import type { ShowChange, UserChange } from "../../core/store_changes.ts";
import type { Remains, RemainsAsk, UserState } from "../../core/store_tables.ts";
import { RowStatement } from "./row_statement.ts";
import { UserStates } from "./user_states.ts";

/** The tables `users`, `user_shows` and `user_weeks`, and the counts in `shows`. */
export class UserTables {
  readonly #states: UserStates;
  readonly #updateUser: StatementSync;
  readonly #firstQualified: StatementSync;
  readonly #last: StatementSync;
  readonly #addShow: RowStatement;
  readonly #dropShow: StatementSync;
  readonly #hasShow: StatementSync;
  readonly #addWeek: RowStatement;
  readonly #dropWeek: StatementSync;
  readonly #hasWeek: StatementSync;
  readonly #updateShow: StatementSync;

  constructor(db: DatabaseSync) {
    this.#states = new UserStates(db);
    this.#updateUser = db.prepare(
      `UPDATE users SET accepted = accepted + ?, qualified = qualified + ?,
        minute_units = minute_units + CAST(? AS INTEGER), first_qualified_ms = ?, last_ms = ?
      WHERE id = ?`,
    );
    this.#firstQualified = db.prepare(
      `SELECT start_ms FROM views WHERE user_id = ? AND minutes >= ? ORDER BY start_ms LIMIT 1`,
    );
    this.#last = db.prepare(`SELECT max(start_ms) AS start_ms FROM views WHERE user_id = ?`);
    this.#addShow = new RowStatement(db, { into: "user_shows", columns: 2 });
    this.#dropShow = db.prepare(`DELETE FROM user_shows WHERE user_id = ? AND show_id = ?`);
    this.#hasShow = db.prepare(`SELECT 1 FROM views WHERE user_id = ? AND show_id = ? LIMIT 1`);
    this.#addWeek = new RowStatement(db, { into: "user_weeks", columns: 2 });
    this.#dropWeek = db.prepare(`DELETE FROM user_weeks WHERE user_id = ? AND week = ?`);
    this.#hasWeek = db.prepare(
      `SELECT 1 FROM views WHERE user_id = ? AND start_ms >= ? AND start_ms < ? AND minutes >= ?
      LIMIT 1`,
    );
    this.#updateShow = db.prepare(
      `UPDATE shows SET accepted = accepted + ?, users = users + ? WHERE id = ? RETURNING accepted`,
    );
  }

  /** What is known of a user. */
  stateOf(userId: number): UserState {
    return this.#states.of(userId);
  }

  /** What a user's views say. */
  remainsOf({ userId, shows, weeks }: RemainsAsk, qualifiedMinutes: number): Remains {
    const first = this.#firstQualified.get(userId, qualifiedMinutes) as
      | { start_ms: number }
      | undefined;
    const last = this.#last.get(userId) as { start_ms: number | null };
    const isWatched = (week: number) => {
      const startMs = weekStartMs(week);
      return this.#hasWeek.get(userId, startMs, startMs + WEEK_MS, qualifiedMinutes) !== undefined;
    };
    return {
      ...{ firstQualifiedMs: first?.start_ms ?? null, lastMs: last.start_ms },
      shows: new Set(shows.filter((show) => this.#hasShow.get(userId, show) !== undefined)),
      weeks: new Set(weeks.filter(isWatched)),
    };
  }

  /** Adds to users. */
  write(changes: readonly UserChange[]): void {
    for (const change of changes) {
      const { userId, accepted, qualified, minuteUnits, firstQualifiedMs, lastMs } = change;
      this.#updateUser.run(accepted, qualified, minuteUnits, firstQualifiedMs, lastMs, userId);
      for (const show of change.addedShows) this.#addShow.add([userId, show]);
      for (const show of change.droppedShows) this.#dropShow.run(userId, show);
      for (const week of change.addedWeeks) this.#addWeek.add([userId, week]);
      for (const week of change.droppedWeeks) this.#dropWeek.run(userId, week);
      this.#states.change(change);
    }
    this.#addShow.flush();
    this.#addWeek.flush();
  }

  /** Adds to shows; answers how many have come to have views, less those that have none any more. */
  writeShows(changes: ReadonlyMap<number, ShowChange>): number {
    let shows = 0;
    for (const [showId, { accepted, users }] of changes) {
      const row = this.#updateShow.get(accepted, users, showId) as { accepted: number };
      shows += Number(row.accepted > 0) - Number(row.accepted - accepted > 0);
    }
    return shows;
  }

  /** Forgets what a transaction that failed left in memory. */
  forget(): void {
    this.#states.forget();
    this.#addShow.clear();
    this.#addWeek.clear();
  }
}
