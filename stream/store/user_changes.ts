// Changes to what the store knows of users and their shows, gathered over one transaction: totals, the
// weeks they watched in, and the cohorts that follow from those.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { minuteUnits } from "../../domain/fixed_sum.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { RetentionChanges } from "./retention_changes.ts";
import { weekOf } from "./schema.ts";
import type { StoredView } from "./stored_view.ts";

interface Change {
  accepted: number;
  qualified: number;
  /** Exact: at most 2^53 / 1.44e12 views of a user are gathered before they are written. */
  minuteUnits: number;
}

interface UserChange extends Change {
  readonly weeks: Map<number, number>;
  readonly shows: Map<number, Change>;
  readonly added: StoredView[];
  isAnyRemoved: boolean;
}

/** How many users and shows have come to have views, less those that have none any more. */
export interface Headcount {
  users: number;
  shows: number;
}

/** The tables `users`, `shows`, `show_users`, `user_weeks` and `retention`. */
export class UserChanges {
  readonly #thresholds: Thresholds;
  readonly #retention: RetentionChanges;
  readonly #updateUser: StatementSync;
  readonly #setSpan: StatementSync;
  readonly #readSpan: StatementSync;
  readonly #firstQualified: StatementSync;
  readonly #last: StatementSync;
  readonly #upsertShowUser: StatementSync;
  readonly #dropShowUser: StatementSync;
  readonly #updateShow: StatementSync;
  readonly #users = new Map<number, UserChange>();

  constructor(db: DatabaseSync, thresholds: Thresholds) {
    this.#thresholds = thresholds;
    this.#retention = new RetentionChanges(db);
    this.#updateUser = db.prepare(
      `UPDATE users SET accepted = accepted + ?, qualified = qualified + ?,
        minute_units = minute_units + CAST(? AS INTEGER) WHERE id = ? RETURNING accepted`,
    );
    this.#readSpan = db.prepare(`SELECT first_qualified_ms, last_ms FROM users WHERE id = ?`);
    this.#setSpan = db.prepare(`UPDATE users SET first_qualified_ms = ?, last_ms = ? WHERE id = ?`);
    this.#firstQualified = db.prepare(
      `SELECT start_ms FROM views WHERE user_id = ? AND minutes >= ? ORDER BY start_ms LIMIT 1`,
    );
    this.#last = db.prepare(`SELECT max(start_ms) AS start_ms FROM views WHERE user_id = ?`);
    this.#upsertShowUser = db.prepare(
      `INSERT INTO show_users VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted,
        qualified = qualified + excluded.qualified,
        minute_units = minute_units + excluded.minute_units RETURNING accepted`,
    );
    this.#dropShowUser = db.prepare(`DELETE FROM show_users WHERE show_id = ? AND user_id = ?`);
    this.#updateShow = db.prepare(
      `UPDATE shows SET accepted = accepted + ?, users = users + ? WHERE id = ? RETURNING accepted`,
    );
  }

  /** Adds a view's part with `sign` 1, or takes it away with -1. */
  add(userId: number, view: StoredView, sign: 1 | -1): void {
    let user = this.#users.get(userId);
    if (user === undefined) this.#users.set(userId, user = emptyUser());
    const isQualified = view.minutes >= this.#thresholds.qualifiedMinutes;
    let show = user.shows.get(view.showId);
    if (show === undefined) user.shows.set(view.showId, show = emptyChange());
    for (const change of [user, show]) {
      change.accepted += sign;
      change.minuteUnits += minuteUnits(view.minutes) * sign;
      if (isQualified) change.qualified += sign;
    }
    if (isQualified) {
      const week = weekOf(view.startMs);
      user.weeks.set(week, (user.weeks.get(week) ?? 0) + sign);
    }
    if (sign === 1) user.added.push(view);
    else user.isAnyRemoved = true;
  }

  /** Writes all changes; the views themselves must be written already. */
  flush(): Headcount {
    const headcount = { users: 0, shows: 0 };
    const shows = new Map<number, { accepted: number; users: number }>();
    for (const [userId, user] of this.#users) {
      const { accepted } = this.#updateUser.get(
        user.accepted,
        user.qualified,
        user.minuteUnits,
        userId,
      ) as { accepted: number };
      headcount.users += appeared(accepted, user.accepted);
      this.#writeSpan(userId, user);
      for (const [showId, change] of user.shows) {
        const users = this.#writeShowUser(showId, userId, change);
        const show = shows.get(showId) ?? { accepted: 0, users: 0 };
        shows.set(showId, { accepted: show.accepted + change.accepted, users: show.users + users });
      }
    }
    for (const [showId, change] of shows) {
      const row = this.#updateShow.get(change.accepted, change.users, showId);
      headcount.shows += appeared((row as { accepted: number }).accepted, change.accepted);
    }
    this.#retention.flush();
    this.#users.clear();
    return headcount;
  }

  /** Forgets all changes. */
  clear(): void {
    this.#users.clear();
    this.#retention.clear();
  }

  #writeSpan(userId: number, user: UserChange): void {
    const old = this.#readSpan.get(userId) as {
      first_qualified_ms: number | null;
      last_ms: number | null;
    };
    let first = old.first_qualified_ms, last = old.last_ms;
    const { qualifiedMinutes } = this.#thresholds;
    if (user.isAnyRemoved) {
      const row = this.#firstQualified.get(userId, qualifiedMinutes);
      first = (row as { start_ms: number } | undefined)?.start_ms ?? null;
      last = (this.#last.get(userId) as { start_ms: number | null }).start_ms;
    }
    for (const { startMs, minutes } of user.added) {
      // A view may have been added and, as a duplicate, removed again: then both are read above.
      if (user.isAnyRemoved) break;
      if (last === null || startMs > last) last = startMs;
      if (minutes >= qualifiedMinutes && (first === null || startMs < first)) first = startMs;
    }
    if (first !== old.first_qualified_ms || last !== old.last_ms) {
      this.#setSpan.run(first, last, userId);
    }
    this.#retention.change(userId, user.weeks, {
      before: old.first_qualified_ms === null ? null : weekOf(old.first_qualified_ms),
      after: first === null ? null : weekOf(first),
    });
  }

  /** Answers 1 when the user is new to the show, -1 when none of their views is left. */
  #writeShowUser(showId: number, userId: number, change: Change): number {
    const { accepted } = this.#upsertShowUser.get(
      showId,
      userId,
      change.accepted,
      change.qualified,
      change.minuteUnits,
    ) as { accepted: number };
    if (accepted === 0) this.#dropShowUser.run(showId, userId);
    return appeared(accepted, change.accepted);
  }
}

/** 1 when a count came up from 0, -1 when it went down to it. */
function appeared(after: number, change: number): number {
  return (after > 0 ? 1 : 0) - (after - change > 0 ? 1 : 0);
}

function emptyChange(): Change {
  return { accepted: 0, qualified: 0, minuteUnits: 0 };
}

function emptyUser(): UserChange {
  return { ...emptyChange(), weeks: new Map(), shows: new Map(), added: [], isAnyRemoved: false };
}
