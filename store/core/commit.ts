// One transaction of the store as it is put together: what was taken of the batches and is not written yet, and
// what the commit is told by.

import { emptyLedger, type Ledger } from "../../domain/ledger.ts";
import { ACTIVE_WITHIN_MS, MINUTE_MS } from "../../domain/time.ts";
import { CommitNotes } from "./commit_notes.ts";
import { DerivedSums, type Headcount, runtimeOf } from "./derived_sums.ts";
import type { FreshViews } from "./drop_duplicates.ts";
import { LedgerChanges } from "./ledger_changes.ts";
import { countMoved } from "./moved_views.ts";
import { placeFresh, type Placing } from "./place_user_views.ts";
import type { UserOutcome } from "./store_changes.ts";
import { ask, type Steps } from "./store_tables.ts";
import type { StoredView } from "./stored_view.ts";

/** What was written. */
export interface Committed extends Headcount {
  /** What the ledger changed by. */
  readonly ledger: Ledger;
  readonly notes: CommitNotes;
}

/** A user's new views, and the name that the commit is told by. */
export interface UserBatch extends FreshViews {
  readonly name: string;
}

/** Users whose views are placed at once: their stored views around the new ones lie in memory. */
const USERS_AT_ONCE = 10_000;

/** Gathers what one transaction writes. */
export class Commit {
  readonly placing: Placing;
  readonly notes: CommitNotes;
  readonly ledger = new LedgerChanges();
  readonly #sums: DerivedSums;
  readonly #headcount: Headcount = { users: 0, shows: 0 };
  readonly #delta = emptyLedger();
  readonly #users = new Map<number, UserBatch>();

  constructor(placing: Placing) {
    this.placing = placing;
    this.notes = new CommitNotes(placing.thresholds);
    this.#sums = new DerivedSums(placing.thresholds);
  }

  /** The user to add views to. */
  user(userId: number, name: string, isNew: boolean): UserBatch {
    let user = this.#users.get(userId);
    if (user === undefined) this.#users.set(userId, user = { userId, name, isNew, views: [] });
    return user;
  }

  /** Places and writes the views that were added to users, and all that was counted. */
  *writeTaken(): Steps<void> {
    // In the order of the tables, so that neighbours lie on the same pages.
    const users = [...this.#users.values()].sort((a, b) => a.userId - b.userId);
    this.#users.clear();
    for (let first = 0; first < users.length; first += USERS_AT_ONCE) {
      const some = users.slice(first, first + USERS_AT_ONCE);
      const outcomes = yield* placeFresh(some, this.placing);
      const runtimes = yield* this.#sums.add(outcomes);
      outcomes.forEach((outcome, at) => {
        const { added, removed, duplicates } = outcome, { name } = some[at]!;
        this.#note(outcome);
        for (const placed of added) {
          this.ledger.count(placed.view, "accepted");
          this.notes.show(name, placed, runtimeOf(runtimes, placed.view));
        }
        for (const { view } of removed) {
          this.ledger.count(view, "accepted", -1);
          this.ledger.count(view, "duplicate");
        }
        for (const view of duplicates) this.ledger.count(view, "duplicate");
        if (added.some(({ view }) => wasWatching(view))) this.notes.users.push(name);
      });
    }
    yield* this.flush();
  }

  /** Counts outcomes of a removal, which are written; the views that left are counted with their part. */
  *countRemoval(outcomes: readonly UserOutcome[]): Steps<void> {
    yield* this.#sums.add(outcomes);
    for (const outcome of outcomes) {
      this.#note(outcome);
      for (const { view } of outcome.added) {
        this.ledger.count(view, "duplicate", -1);
        this.ledger.count(view, "accepted");
      }
    }
  }

  /** Writes all that was counted. */
  *flush(): Steps<void> {
    const { users, shows } = yield* this.#sums.flush();
    this.#headcount.users += users;
    this.#headcount.shows += shows;
    this.addToLedger(this.ledger.sum(), 1);
    yield* ask("write", { ledger: this.ledger });
    this.ledger.clear();
  }

  /** Tells what the ledger changed by beside what was flushed. */
  addToLedger(change: Ledger, sign: 1 | -1): void {
    for (const name of Object.keys(change) as (keyof Ledger)[]) {
      this.#delta[name] += sign * change[name];
    }
  }

  /** What was written in all. */
  get committed(): Committed {
    return { ...this.#headcount, ledger: this.#delta, notes: this.notes };
  }

  #note({ added, removed, changed }: UserOutcome): void {
    const { notes } = this;
    for (const placed of added) notes.count(placed, 1);
    notes.moved += countMoved(removed, added);
    for (const placed of removed) notes.count(placed, -1);
    for (const { before, after } of changed) notes.recount(before, after);
  }
}

/** A view that ended shortly before it came, or goes on: none of a file of earlier days. */
function wasWatching({ startMs, minutes, ingestMs }: StoredView): boolean {
  return startMs + minutes * MINUTE_MS >= ingestMs - ACTIVE_WITHIN_MS;
}
