// What follows for users from views that came and went: totals, the shows and weeks they watched, and the cohorts
// that follow from those.

import { minuteUnits } from "../../domain/fixed_sum.ts";
import { weekOf } from "./buckets.ts";
import { RetentionChanges } from "./retention_changes.ts";
import type { ShowChange, UserChange, UserOutcome } from "./store_changes.ts";
import { ask, type Remains, type RemainsAsk, type Steps, type UserState } from "./store_tables.ts";
import type { PlacedView, StoredView } from "./stored_view.ts";

const NOTHING: UserState = {
  ...{ accepted: 0, firstQualifiedMs: null, lastMs: null },
  ...{ weeks: new Set(), shows: new Set() },
};

/** Gathers over one transaction what is added to shows and cohorts; users are written as they change. */
export class UserChanges {
  readonly #qualifiedMinutes: number;
  readonly #retention = new RetentionChanges();
  readonly #shows = new Map<number, ShowChange>();
  #users = 0;

  constructor(qualifiedMinutes: number) {
    this.#qualifiedMinutes = qualifiedMinutes;
  }

  /** Writes what follows for users from outcomes that are written. */
  *add(outcomes: readonly UserOutcome[]): Steps<void> {
    const touched = outcomes.filter(({ added, removed }) => added.length + removed.length > 0);
    if (touched.length === 0) return;
    const known = touched.filter(({ isNew }) => !isNew).map(({ userId }) => userId);
    const states = known.length === 0 ? [] : yield* ask("statesOf", known);
    const remains = yield* this.#remainsOf(touched);
    let at = 0, left = 0;
    const users = touched.map((outcome) => {
      const state = outcome.isNew ? NOTHING : states[at++]!;
      return this.#change(outcome, state, outcome.removed.length > 0 ? remains[left++]! : null);
    });
    yield* ask("write", { users });
  }

  /** What is added to shows. */
  get shows(): ReadonlyMap<number, ShowChange> {
    return this.#shows;
  }

  /** What is added to the cohorts' retention. */
  get retention(): RetentionChanges {
    return this.#retention;
  }

  /** How many users have come to have views, less those that have none any more. */
  get users(): number {
    return this.#users;
  }

  /** Forgets what was gathered. */
  clear(): void {
    this.#retention.clear();
    this.#shows.clear();
    this.#users = 0;
  }

  /** A view may stand in for one that went: what is there now counts. */
  *#remainsOf(touched: readonly UserOutcome[]): Steps<readonly Remains[]> {
    const users = touched.filter(({ removed }) => removed.length > 0)
      .map(({ userId, removed }): RemainsAsk => ({
        userId,
        shows: [...new Set(removed.map(({ view }) => view.showId))],
        weeks: [...new Set(removed.map(({ view }) => weekOf(view.startMs)))],
      }));
    if (users.length === 0) return [];
    return yield* ask("remainsOf", { users, qualifiedMinutes: this.#qualifiedMinutes });
  }

  #change(
    { userId, isNew, added, removed }: UserOutcome,
    state: UserState,
    remains: Remains | null,
  ): UserChange {
    let qualified = 0, units = 0;
    for (const [views, sign] of [[added, 1], [removed, -1]] as const) {
      for (const { view } of views) {
        units += minuteUnits(view.minutes) * sign;
        if (this.#isQualified(view)) qualified += sign;
        this.#show(view.showId).accepted += sign;
      }
    }
    const accepted = added.length - removed.length;
    this.#users += Number(state.accepted + accepted > 0) - Number(state.accepted > 0);
    const { firstQualifiedMs, lastMs } = remains ?? this.#widen(state, added);
    const shows = difference(state.shows, {
      came: added.map(({ view }) => view.showId),
      went: removed.map(({ view }) => view.showId),
      stay: remains?.shows,
    });
    const weeks = difference(state.weeks, {
      came: added.filter(({ view }) => this.#isQualified(view)).map(weekOfView),
      went: removed.map(weekOfView),
      stay: remains?.weeks,
    });
    for (const showId of shows.added) this.#show(showId).users++;
    for (const showId of shows.dropped) this.#show(showId).users--;
    this.#moveCohort(state, cohortOf(firstQualifiedMs), weeks);
    return {
      ...{ userId, isNew, accepted, qualified, minuteUnits: units, firstQualifiedMs, lastMs },
      ...{ addedShows: shows.added, droppedShows: shows.dropped },
      ...{ addedWeeks: weeks.added, droppedWeeks: weeks.dropped },
    };
  }

  #widen({ firstQualifiedMs, lastMs }: UserState, added: readonly PlacedView[]) {
    let first = firstQualifiedMs, last = lastMs;
    for (const { view } of added) {
      const { startMs } = view;
      if (last === null || startMs > last) last = startMs;
      if (this.#isQualified(view) && (first === null || startMs < first)) first = startMs;
    }
    return { firstQualifiedMs: first, lastMs: last };
  }

  /** Another cohort takes all of a user's weeks with it. */
  #moveCohort(state: UserState, after: number | null, weeks: Difference): void {
    const before = cohortOf(state.firstQualifiedMs);
    const count = (cohort: number | null, week: number, users: number) => {
      if (cohort !== null) this.#retention.count(cohort, week, users);
    };
    if (before !== after) {
      for (const week of state.weeks) {
        count(before, week, -1);
        if (!weeks.dropped.has(week)) count(after, week, 1);
      }
    } else for (const week of weeks.dropped) count(before, week, -1);
    for (const week of weeks.added) count(after, week, 1);
  }

  #isQualified({ minutes }: StoredView): boolean {
    return minutes >= this.#qualifiedMinutes;
  }

  #show(showId: number): ShowChange {
    let show = this.#shows.get(showId);
    if (show === undefined) this.#shows.set(showId, show = { accepted: 0, users: 0 });
    return show;
  }
}

interface Difference {
  readonly added: ReadonlySet<number>;
  readonly dropped: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** How a set changes when some come, and some go unless they stay for another reason. */
function difference(
  known: ReadonlySet<number>,
  { came, went, stay = NONE }: {
    readonly came: readonly number[];
    readonly went: readonly number[];
    readonly stay: ReadonlySet<number> | undefined;
  },
): Difference {
  let added: Set<number> | null = null, dropped: Set<number> | null = null;
  for (const one of came) if (!known.has(one)) (added ??= new Set()).add(one);
  for (const one of went) {
    if (known.has(one) && !stay.has(one)) (dropped ??= new Set()).add(one);
  }
  return { added: added ?? NONE, dropped: dropped ?? NONE };
}

function weekOfView({ view }: PlacedView): number {
  return weekOf(view.startMs);
}

function cohortOf(firstQualifiedMs: number | null): number | null {
  return firstQualifiedMs === null ? null : weekOf(firstQualifiedMs);
}
