// Writes views with everything that is derived from them: places, rollups, users, cohorts.

import type { DatabaseSync } from "node:sqlite";
import { RollupChanges } from "./rollup_changes.ts";
import { ShowFacts } from "./show_facts.ts";
import type { StoreSettings } from "./store_settings.ts";
import type { PlacedView, StoredView } from "../../core/stored_view.ts";
import { type Headcount, UserChanges } from "./user_changes.ts";
import { type PartOfViews, type UserOutcome, UserViews } from "./user_views.ts";
import type { ViewNames } from "./view_rows.ts";

/** The tables of views and of what follows from them. */
export class ViewWriter {
  readonly #facts: ShowFacts;
  readonly #views: UserViews;
  readonly #rollups: RollupChanges;
  readonly #userChanges: UserChanges;

  constructor(db: DatabaseSync, { thresholds, catalog }: StoreSettings, names: ViewNames) {
    this.#facts = new ShowFacts(db, names.labels, catalog);
    this.#views = new UserViews(db, { thresholds, ...names });
    this.#rollups = new RollupChanges(db, thresholds);
    this.#userChanges = new UserChanges(db, thresholds);
  }

  /** Writes what the catalog has of a show that is new to the store. */
  introduce(showId: number, name: string): void {
    this.#facts.introduce(showId, name);
  }

  /** A view's runtime in minutes, null when it is not known. */
  runtimeOf({ showId, episodeId }: StoredView): number | null {
    return this.#facts.runtimeOf(showId, episodeId);
  }

  /**
   * Adds views of one user, once between two flushes; `isNew` says that the user had none before. Sorts
   * `views`.
   */
  add(userId: number, views: StoredView[], isNew: boolean): UserOutcome {
    if (isNew) this.#userChanges.introduce(userId);
    return this.#counted(userId, this.#views.add(userId, views, isNew));
  }

  /** Users who have views of a part; what was shadowed of it is forgotten. */
  forgetPart(part: PartOfViews): number[] {
    return this.#views.forgetPart(part);
  }

  /** Takes away the views that one user has of a part, and lets those come back that were their duplicates. */
  removePart(userId: number, part: PartOfViews): UserOutcome {
    return this.#counted(userId, this.#views.removePart(userId, part));
  }

  #counted(userId: number, outcome: UserOutcome): UserOutcome {
    for (const placed of outcome.added) this.#count(userId, placed, 1);
    for (const placed of outcome.removed) this.#count(userId, placed, -1);
    for (const { before, after } of outcome.changed) {
      if (before.episodes === after.episodes) continue; // only its sitting begins elsewhere
      const runtime = this.runtimeOf(after.view);
      this.#rollups.add(before, runtime, -1);
      this.#rollups.add(after, runtime, 1);
    }
    return outcome;
  }

  /** Writes what was added, and the sums. */
  flush(): Headcount {
    this.#views.flush();
    this.#rollups.flush();
    return this.#userChanges.flush();
  }

  /** Takes back what a transaction that failed left in memory. */
  forget(): void {
    for (const cache of [this.#facts, this.#views, this.#userChanges]) cache.forget();
    this.#rollups.clear();
  }

  #count(userId: number, placed: PlacedView, sign: 1 | -1): void {
    const runtime = this.runtimeOf(placed.view);
    this.#rollups.add(placed, runtime, sign);
    this.#rollups.addBins(placed.view, runtime, sign);
    this.#userChanges.add(userId, placed.view, sign);
  }
}
