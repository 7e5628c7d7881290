// What is known of users before a transaction: most of them from memory.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { UserChange } from "../../core/store_changes.ts";
import type { UserState } from "../../core/store_tables.ts";

/** Users kept in memory; more and all are forgotten, to be read again. */
const MAX_CACHED = 100_000;

interface KeptState extends UserState {
  accepted: number;
  firstQualifiedMs: number | null;
  lastMs: number | null;
  readonly weeks: Set<number>;
  readonly shows: Set<number>;
}

/** The users' states. */
export class UserStates {
  readonly #readUser: StatementSync;
  readonly #readWeeks: StatementSync;
  readonly #readShows: StatementSync;
  readonly #states = new Map<number, KeptState>();

  constructor(db: DatabaseSync) {
    this.#readUser = db.prepare(
      `SELECT accepted, first_qualified_ms, last_ms FROM users WHERE id = ?`,
    );
    this.#readWeeks = db.prepare(`SELECT week FROM user_weeks WHERE user_id = ?`);
    this.#readShows = db.prepare(`SELECT show_id FROM user_shows WHERE user_id = ?`);
  }

  /** A user's state before the next change. */
  of(userId: number): UserState {
    return this.#states.get(userId) ?? this.#keep(userId, this.#read(userId));
  }

  /** Keeps what a change, which is written, makes of a user. */
  change(change: UserChange): void {
    const { userId, isNew, firstQualifiedMs, lastMs } = change;
    const state = isNew ? this.#keep(userId, newState()) : this.#states.get(userId);
    if (state === undefined) return; // forgotten, to be read again
    state.accepted += change.accepted;
    state.firstQualifiedMs = firstQualifiedMs;
    state.lastMs = lastMs;
    for (const show of change.addedShows) state.shows.add(show);
    for (const show of change.droppedShows) state.shows.delete(show);
    for (const week of change.addedWeeks) state.weeks.add(week);
    for (const week of change.droppedWeeks) state.weeks.delete(week);
  }

  /** Forgets what a transaction that failed may have changed. */
  forget(): void {
    this.#states.clear();
  }

  #read(userId: number): KeptState {
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

  #keep(userId: number, state: KeptState): KeptState {
    if (this.#states.size >= MAX_CACHED) this.#states.clear();
    this.#states.set(userId, state);
    return state;
  }
}

function newState(): KeptState {
  return {
    ...{ accepted: 0, firstQualifiedMs: null, lastMs: null },
    ...{ weeks: new Set(), shows: new Set() },
  };
}
