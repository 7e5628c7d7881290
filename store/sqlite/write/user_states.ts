// What is known of users before a transaction: most of them from memory.

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Users kept in memory; more and all are forgotten, to be read again. */
const MAX_CACHED = 100_000;

/** A user as the tables have them. */
export interface UserState {
  accepted: number;
  /** Starts, in milliseconds; null without such a view. */
  firstQualifiedMs: number | null;
  lastMs: number | null;
  /** Weeks with a qualified view. */
  readonly weeks: Set<number>;
  readonly shows: Set<number>;
}

/** The users' states. */
export class UserStates {
  readonly #readUser: StatementSync;
  readonly #readWeeks: StatementSync;
  readonly #readShows: StatementSync;
  readonly #states = new Map<number, UserState>();

  constructor(db: DatabaseSync) {
    this.#readUser = db.prepare(
      `SELECT accepted, first_qualified_ms, last_ms FROM users WHERE id = ?`,
    );
    this.#readWeeks = db.prepare(`SELECT week FROM user_weeks WHERE user_id = ?`);
    this.#readShows = db.prepare(`SELECT show_id FROM user_shows WHERE user_id = ?`);
  }

  /** Says that a user is new: there is nothing to be read of them. */
  introduce(userId: number): void {
    this.#keep(userId, {
      ...{ accepted: 0, firstQualifiedMs: null, lastMs: null },
      ...{ weeks: new Set(), shows: new Set() },
    });
  }

  /** A user's state; what the caller changes in it must be written in the same transaction. */
  of(userId: number): UserState {
    return this.#states.get(userId) ?? this.#keep(userId, this.#read(userId));
  }

  /** Forgets what a transaction that failed may have changed. */
  forget(): void {
    this.#states.clear();
  }

  #read(userId: number): UserState {
    const row = this.#readUser.get(userId) as {
      readonly accepted: number;
      readonly first_qualified_ms: number | null;
      readonly last_ms: number | null;
    };
    const weeks = this.#readWeeks.all(userId) as { week: number }[];
    const shows = this.#readShows.all(userId) as { show_id: number }[];
    return {
      accepted: row.accepted,
      firstQualifiedMs: row.first_qualified_ms,
      lastMs: row.last_ms,
      weeks: new Set(weeks.map(({ week }) => week)),
      shows: new Set(shows.map(({ show_id }) => show_id)),
    };
  }

  #keep(userId: number, state: UserState): UserState {
    if (this.#states.size >= MAX_CACHED) this.#states.clear();
    this.#states.set(userId, state);
    return state;
  }
}
