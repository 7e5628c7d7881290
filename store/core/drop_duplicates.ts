// Which of a user's new views stay: of duplicates among each other and with stored ones, the best.

import {
  duplicateKey,
  isBetter,
  isSameView,
  keepBest,
  MAX_COMPARED,
  type OnDuplicate,
} from "./keep_one.ts";
import { leavesWith } from "./shadow_views.ts";
import type { Shadow } from "./store_changes.ts";
import type { StoredNames } from "./stored_names.ts";
import type { PlacedView, StoredView } from "./stored_view.ts";

/** New views of a user. */
export interface FreshViews {
  readonly userId: number;
  /** Whether the user had none before. */
  readonly isNew: boolean;
  readonly views: StoredView[];
}

/** What comes and goes of a user. */
export interface UserDifference {
  readonly userId: number;
  readonly isNew: boolean;
  /** In order of start. */
  readonly fresh: readonly StoredView[];
  readonly removed: readonly PlacedView[];
  readonly duplicates: readonly StoredView[];
}

/** New views of a user, less those that turn out to be duplicates. */
export class FreshViewsChange implements UserDifference {
  readonly userId: number;
  readonly isNew: boolean;
  fresh: readonly StoredView[];
  /** Stored views that go for better ones. */
  readonly removed: PlacedView[] = [];
  readonly duplicates: StoredView[] = [];
  readonly #names: StoredNames;
  readonly #lost: Shadow[];
  readonly #onDuplicate: OnDuplicate;

  /** Keeps one of each duplicate among the views; those that may stand in one day are added to `lost`. */
  constructor({ userId, isNew, views }: FreshViews, names: StoredNames, lost: Shadow[]) {
    this.userId = userId;
    this.isNew = isNew;
    this.#names = names;
    this.#lost = lost;
    this.#onDuplicate = (view, better) => {
      this.duplicates.push(view);
      this.#shadow(view, better);
    };
    this.fresh = keepBest(views, this.#onDuplicate, names);
  }

  /** Compares with the stored views of the same event ids: the next of `found` for each view that has one. */
  dropKnownEvents(found: Iterator<PlacedView | null>): void {
    this.fresh = this.fresh.filter((view) => {
      if (view.eventId === "") return true;
      const there: PlacedView | null = found.next().value;
      if (there === null) return true;
      const stays = isBetter(view, there.view, this.#names);
      if (stays) this.#remove(there, view);
      else this.#onDuplicate(view, there.view);
      return stays;
    });
  }

  /** Views without event ids are duplicates of stored ones at the same start. */
  dropKnown(old: readonly PlacedView[]): void {
    const { fresh } = this;
    const byKey = fresh.length > MAX_COMPARED
      ? new Map(fresh.map((view) => [duplicateKey(view), view]))
      : null;
    const worse = new Set<StoredView>();
    let at = 0;
    for (const placed of old) {
      const { view } = placed;
      while (at < fresh.length && fresh[at]!.startMs < view.startMs) at++;
      if (at === fresh.length) break;
      if (fresh[at]!.startMs !== view.startMs || view.eventId !== "") continue;
      const rival = byKey === null ? findSame(fresh, at, view) : byKey.get(duplicateKey(view));
      if (rival === undefined) continue;
      if (isBetter(rival, view, this.#names)) this.#remove(placed, rival);
      else if (!worse.has(rival)) {
        worse.add(rival);
        this.#onDuplicate(rival, view);
      }
    }
    if (worse.size > 0) this.fresh = fresh.filter((view) => !worse.has(view));
  }

  #remove(placed: PlacedView, better: StoredView): void {
    this.removed.push(placed);
    this.#shadow(placed.view, better);
  }

  #shadow(view: StoredView, better: StoredView): void {
    if (!leavesWith(view, better)) this.#lost.push({ userId: this.userId, view });
  }
}

function findSame(
  fresh: readonly StoredView[],
  first: number,
  view: StoredView,
): StoredView | undefined {
  for (let at = first; at < fresh.length; at++) {
    const other = fresh[at]!;
    if (other.startMs !== view.startMs) return undefined;
    if (other.eventId === "" && isSameView(other, view)) return other;
  }
  return undefined;
}
