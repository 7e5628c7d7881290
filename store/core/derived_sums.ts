// What follows from views that came, went or found another place: rollups, hours of ingest, users, shows, cohorts.

import type { Thresholds } from "../../domain/scoring.ts";
import { IngestHourChanges } from "./ingest_hour_changes.ts";
import { RollupChanges } from "./rollup_changes.ts";
import type { UserOutcome } from "./store_changes.ts";
import { ask, type Runtimes, type Steps } from "./store_tables.ts";
import type { PlacedView, StoredView } from "./stored_view.ts";
import { UserChanges } from "./user_changes.ts";

/** How many users and shows have come to have views, less those that have none any more. */
export interface Headcount {
  users: number;
  shows: number;
}

/** Runtimes by show. */
export type ShowRuntimes = ReadonlyMap<number, Runtimes>;

/** A view's runtime in minutes; null when it is not known. */
export function runtimeOf(
  runtimes: ShowRuntimes,
  { showId, episodeId }: StoredView,
): number | null {
  return runtimeIn(runtimes.get(showId)!, episodeId);
}

/** The runtime of an episode, else that of its show. */
export function runtimeIn({ show, episodes }: Runtimes, episodeId: number): number | null {
  return episodes.get(episodeId) ?? show;
}

/** Gathers over one transaction. */
export class DerivedSums {
  readonly #rollups: RollupChanges;
  readonly #hours: IngestHourChanges;
  readonly #users: UserChanges;

  constructor(thresholds: Thresholds) {
    this.#hours = new IngestHourChanges(thresholds.qualifiedMinutes);
    this.#rollups = new RollupChanges(thresholds);
    this.#users = new UserChanges(thresholds.qualifiedMinutes);
  }

  /** Counts outcomes that are written; answers the runtimes of their shows. */
  *add(outcomes: readonly UserOutcome[]): Steps<ShowRuntimes> {
    const shows = showsOf(outcomes);
    if (shows.size === 0) return new Map();
    const runtimes = yield* ask("runtimesOf", shows);
    for (const { added, removed, changed } of outcomes) {
      for (const placed of added) this.#count(placed, runtimeOf(runtimes, placed.view), 1);
      for (const placed of removed) this.#count(placed, runtimeOf(runtimes, placed.view), -1);
      for (const { before, after } of changed) {
        if (before.episodes === after.episodes) continue; // only its sitting begins elsewhere
        const runtime = runtimeOf(runtimes, after.view);
        this.#rollups.add(before, runtime, -1);
        this.#rollups.add(after, runtime, 1);
      }
    }
    yield* this.#users.add(outcomes);
    return runtimes;
  }

  /** Writes the sums. */
  *flush(): Steps<Headcount> {
    const users = this.#users;
    const written = yield* ask("write", {
      ...{ shows: users.shows, retention: users.retention.all(), rollups: this.#rollups },
      hours: this.#hours,
    });
    const headcount = { users: users.users, shows: written.shows };
    this.#rollups.clear();
    this.#hours.clear();
    users.clear();
    return headcount;
  }

  #count(placed: PlacedView, runtime: number | null, sign: 1 | -1): void {
    this.#rollups.add(placed, runtime, sign);
    this.#rollups.addBins(placed.view, runtime, sign);
    this.#hours.count(placed.view, sign);
  }
}

function showsOf(outcomes: readonly UserOutcome[]): Set<number> {
  const shows = new Set<number>();
  for (const { added, removed, changed } of outcomes) {
    for (const { view } of added) shows.add(view.showId);
    for (const { view } of removed) shows.add(view.showId);
    for (const { after } of changed) shows.add(after.view.showId);
  }
  return shows;
}
