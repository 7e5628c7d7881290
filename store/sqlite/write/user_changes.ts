// Changes to what the store knows of users and their shows, gathered over one transaction: totals, the
// shows and weeks they watched, and the cohorts that follow from those.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { minuteUnits } from "../../../domain/fixed_sum.ts";
import type { Thresholds } from "../../../domain/scoring.ts";
import { WEEK_MS } from "../../../domain/time.ts";
import { RetentionChanges } from "./retention_changes.ts";
import { RowStatement } from "./row_statement.ts";
import { weekOf, weekStartMs } from "./schema.ts";
import type { StoredView } from "../../core/stored_view.ts";
import { type UserState, UserStates } from "./user_states.ts";

interface UserChange {
  accepted: number;
  qualified: number;
  /** Exact: at most 2^53 / 1.44e12 views of a user are gathered before they are written. */
  minuteUnits: number;
  readonly added: StoredView[];
  readonly removed: StoredView[];
}

/** How many users and shows have come to have views, less those that have none any more. */
export interface Headcount {
  users: number;
  shows: number;
}

/** The tables `users`, `shows`, `user_shows`, `user_weeks` and `retention`. */
export class UserChanges {
  readonly #thresholds: Thresholds;
  readonly #states: UserStates;
  readonly #retention: RetentionChanges;
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
  #users = new Map<number, UserChange>();
  #shows = new Map<number, { accepted: number; users: number }>();

  constructor(db: DatabaseSync, thresholds: Thresholds) {
    this.#thresholds = thresholds;
    this.#states = new UserStates(db);
    this.#retention = new RetentionChanges(db);
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

  /** Says that a user is new to the store. */
  introduce(userId: number): void {
    this.#states.introduce(userId);
  }

  /** Adds a view's part with `sign` 1, or takes it away with -1. */
  add(userId: number, view: StoredView, sign: 1 | -1): void {
    let user = this.#users.get(userId);
    if (user === undefined) this.#users.set(userId, user = emptyChange());
    user.accepted += sign;
    user.minuteUnits += minuteUnits(view.minutes) * sign;
    if (this.#isQualified(view)) user.qualified += sign;
    (sign === 1 ? user.added : user.removed).push(view);
    this.#show(view.showId).accepted += sign;
  }

  /** Writes all changes; the views themselves must be written already. */
  flush(): Headcount {
    const headcount = { users: 0, shows: 0 };
    for (const [userId, change] of this.#users) {
      const state = this.#states.of(userId);
      const before = state.accepted;
      state.accepted += change.accepted;
      headcount.users += Number(state.accepted > 0) - Number(before > 0);
      const cohort = cohortOf(state);
      this.#writeSpan(userId, state, change);
      this.#updateUser.run(
        ...[change.accepted, change.qualified, change.minuteUnits],
        ...[state.firstQualifiedMs, state.lastMs, userId],
      );
      this.#writeShows(userId, state, change);
      this.#writeWeeks(userId, state, { change, cohort });
    }
    this.#addShow.flush();
    this.#addWeek.flush();
    for (const [showId, { accepted, users }] of this.#shows) {
      const row = this.#updateShow.get(accepted, users, showId) as { accepted: number };
      headcount.shows += Number(row.accepted > 0) - Number(row.accepted - accepted > 0);
    }
    this.#retention.flush();
    this.clear();
    return headcount;
  }

  /** Forgets all changes. */
  clear(): void {
    this.#users = new Map();
    this.#shows = new Map();
    this.#retention.clear();
    this.#addShow.clear();
    this.#addWeek.clear();
  }

  /** Forgets also what a transaction that failed left in memory. */
  forget(): void {
    this.clear();
    this.#states.forget();
  }

  #writeSpan(userId: number, state: UserState, { added, removed }: UserChange): void {
    if (removed.length > 0) {
      // A view may have been added and, as a duplicate, removed again: what is there now counts.
      const row = this.#firstQualified.get(userId, this.#thresholds.qualifiedMinutes);
      state.firstQualifiedMs = (row as { start_ms: number } | undefined)?.start_ms ?? null;
      state.lastMs = (this.#last.get(userId) as { start_ms: number | null }).start_ms;
      return;
    }
    for (const view of added) {
      const { startMs } = view, first = state.firstQualifiedMs;
      if (state.lastMs === null || startMs > state.lastMs) state.lastMs = startMs;
      if (this.#isQualified(view) && (first === null || startMs < first)) {
        state.firstQualifiedMs = startMs;
      }
    }
  }

  #writeShows(userId: number, { shows }: UserState, { added, removed }: UserChange): void {
    for (const { showId } of added) {
      if (shows.has(showId)) continue;
      shows.add(showId);
      this.#addShow.add([userId, showId]);
      this.#show(showId).users++;
    }
    for (const { showId } of removed) {
      if (!shows.has(showId) || this.#hasShow.get(userId, showId) !== undefined) continue;
      shows.delete(showId);
      this.#addShow.flush(); // it may be among them
      this.#dropShow.run(userId, showId);
      this.#show(showId).users--;
    }
  }

  #writeWeeks(
    userId: number,
    state: UserState,
    { change: { added, removed }, cohort }: {
      readonly change: UserChange;
      readonly cohort: number | null;
    },
  ): void {
    const { weeks } = state, after = cohortOf(state), isMoved = after !== cohort;
    const count = (of: number | null, week: number, users: number) => {
      if (of !== null) this.#retention.count(of, week, users);
    };
    if (isMoved) { for (const week of weeks) count(cohort, week, -1); }
    for (const view of added) {
      const week = weekOf(view.startMs);
      if (!this.#isQualified(view) || weeks.has(week)) continue;
      weeks.add(week);
      this.#addWeek.add([userId, week]);
      if (!isMoved) count(cohort, week, 1);
    }
    for (const view of removed) {
      const week = weekOf(view.startMs);
      if (!weeks.has(week) || this.#watchedIn(userId, week)) continue;
      weeks.delete(week);
      this.#addWeek.flush();
      this.#dropWeek.run(userId, week);
      if (!isMoved) count(cohort, week, -1);
    }
    if (isMoved) { for (const week of weeks) count(after, week, 1); }
  }

  #watchedIn(userId: number, week: number): boolean {
    const startMs = weekStartMs(week), { qualifiedMinutes } = this.#thresholds;
    const row = this.#hasWeek.get(userId, startMs, startMs + WEEK_MS, qualifiedMinutes);
    return row !== undefined;
  }

  #isQualified({ minutes }: StoredView): boolean {
    return minutes >= this.#thresholds.qualifiedMinutes;
  }

  #show(showId: number): { accepted: number; users: number } {
    let show = this.#shows.get(showId);
    if (show === undefined) this.#shows.set(showId, show = { accepted: 0, users: 0 });
    return show;
  }
}

function cohortOf({ firstQualifiedMs }: UserState): number | null {
  return firstQualifiedMs === null ? null : weekOf(firstQualifiedMs);
}

function emptyChange(): UserChange {
  return { accepted: 0, qualified: 0, minuteUnits: 0, added: [], removed: [] };
}
