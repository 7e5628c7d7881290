// Places new views among their user's others: drops duplicates, cuts the sittings around the change anew and
// writes what is different.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Thresholds } from "../../../domain/scoring.ts";
import { endMs } from "../../../domain/view.ts";
import {
  duplicateKey,
  isBetter,
  isSameView,
  keepBest,
  MAX_COMPARED,
  type OnDuplicate,
} from "../../core/keep_one.ts";
import { isPlaced, placeViews, unplaced } from "../../core/place_views.ts";
import { RowStatement } from "./row_statement.ts";
import { leavesWith, ShadowedViews } from "./shadowed_views.ts";
import { storedText } from "../../core/stored_text.ts";
import type { PlacedView, StoredView } from "../../core/stored_view.ts";
import {
  keyValues,
  reviveView,
  VIEW_COLUMNS,
  VIEW_KEY,
  type ViewNames,
  type ViewRow,
} from "./view_rows.ts";

/** What a user's new views came to. */
export interface UserOutcome {
  readonly added: readonly PlacedView[];
  readonly removed: readonly PlacedView[];
  /** Views whose sitting or episodes are others than before. */
  readonly changed: readonly { readonly before: PlacedView; readonly after: PlacedView }[];
  /** Of the new views, those that are not among `added`: they are duplicates of a better one. */
  readonly duplicates: readonly StoredView[];
}

/** The views of one source in one partition. */
export interface PartOfViews {
  readonly sourceId: number;
  readonly partition: number;
}

/** Users whose latest sitting is kept in memory. */
const MAX_CACHED = 100_000;
const COLUMNS = 14;

/** The table `views`. */
export class UserViews {
  readonly #thresholds: Thresholds;
  readonly #names: ViewNames;
  readonly #byEvent: StatementSync;
  readonly #sittingBefore: StatementSync;
  readonly #from: StatementSync;
  readonly #inserts: RowStatement;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #shadowed: ShadowedViews;
  readonly #ofPart: StatementSync;
  readonly #usersOfPart: StatementSync;
  /** By user: the views of their latest sitting, in order of start. */
  readonly #latest = new Map<number, readonly PlacedView[]>();

  constructor(
    db: DatabaseSync,
    { thresholds, ...names }: ViewNames & { readonly thresholds: Thresholds },
  ) {
    this.#thresholds = thresholds;
    this.#names = names;
    this.#byEvent = db.prepare(
      `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND event_id = ? AND event_id <> ''`,
    );
    this.#sittingBefore = db.prepare(
      `SELECT sitting_start_ms FROM views WHERE user_id = ? AND start_ms < ?
      ORDER BY start_ms DESC LIMIT 1`,
    );
    this.#from = db.prepare(
      `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND start_ms >= ? ORDER BY start_ms`,
    );
    this.#inserts = new RowStatement(db, {
      ...{ into: `views(user_id, ${VIEW_COLUMNS})`, columns: COLUMNS },
    });
    this.#update = db.prepare(
      `UPDATE views SET sitting_start_ms = ?, episodes = ? WHERE ${VIEW_KEY}`,
    );
    this.#delete = db.prepare(`DELETE FROM views WHERE ${VIEW_KEY}`);
    this.#ofPart = db.prepare(
      `SELECT ${VIEW_COLUMNS} FROM views WHERE user_id = ? AND source_id = ? AND partition = ?
      ORDER BY start_ms`,
    );
    this.#usersOfPart = db.prepare(
      `SELECT DISTINCT user_id FROM views WHERE source_id = ? AND partition = ? ORDER BY user_id`,
    );
    this.#shadowed = new ShadowedViews(db, names);
  }

  /**
   * Adds views of one user, once between two flushes; `isNew` says that the user had none before. Sorts
   * `incoming`.
   */
  add(userId: number, incoming: StoredView[], isNew: boolean): UserOutcome {
    if (isNew) this.#latest.set(userId, []);
    const duplicates: StoredView[] = [];
    const shadow = (view: StoredView, better: StoredView) => {
      if (!leavesWith(view, better)) this.#shadowed.keep(userId, view);
    };
    const onDuplicate = (view: StoredView, better: StoredView) => {
      duplicates.push(view);
      shadow(view, better);
    };
    let fresh = keepBest(incoming, onDuplicate, this.#names);
    const removed: PlacedView[] = [];
    if (!isNew) fresh = this.#dropKnownEvents(userId, fresh, { removed, shadow, onDuplicate });
    if (fresh.length === 0) return { added: [], removed: [], changed: [], duplicates };
    const { old, isToEnd } = this.#load(userId, extentOf(fresh, removed));
    fresh = this.#dropKnown(old, fresh, { removed, shadow, onDuplicate });
    const outcome = this.#place(userId, old, { removed, fresh });
    this.#remember(userId, outcome.placed, isToEnd);
    return { ...outcome, duplicates };
  }

  /**
   * Takes away the views of one user that came from a source in a partition; of the views that were their
   * duplicates, the best ones come back. To be called when everything is written; `shadowed` has nothing of
   * that part any more.
   */
  removePart(userId: number, { sourceId, partition }: PartOfViews): UserOutcome {
    const leaving = this.#ofPart.all(userId, sourceId, partition) as unknown as ViewRow[];
    const removed = leaving.map(reviveView), fresh: StoredView[] = [];
    if (removed.length === 0) return { added: [], removed, changed: [], duplicates: [] };
    for (const { view } of removed) {
      const best = this.#shadowed.takeBest(userId, view);
      if (best !== null) fresh.push(best);
    }
    fresh.sort((a, b) => a.startMs - b.startMs);
    const { old, isToEnd } = this.#load(userId, extentOf(fresh, removed));
    const outcome = this.#place(userId, old, { removed, fresh });
    this.#remember(userId, outcome.placed, isToEnd);
    return { ...outcome, duplicates: [] };
  }

  /** The users who have views of a part, after its duplicates were forgotten. */
  forgetPart({ sourceId, partition }: PartOfViews): number[] {
    this.#shadowed.removePart(sourceId, partition);
    const rows = this.#usersOfPart.all(sourceId, partition) as { user_id: number }[];
    return rows.map(({ user_id }) => user_id);
  }

  /** Writes the views that were added; what takes some away or changes them is written at once. */
  flush(): void {
    this.#inserts.flush();
  }

  /** Forgets what a transaction that failed may have changed. */
  forget(): void {
    this.#latest.clear();
    this.#inserts.clear();
  }

  /** Event ids are looked up in all of the user's past: what was stored under them may have to go. */
  #dropKnownEvents(
    userId: number,
    fresh: StoredView[],
    { removed, shadow, onDuplicate }: Dropped,
  ): StoredView[] {
    if (!fresh.some(({ eventId }) => eventId !== "")) return fresh;
    return fresh.filter((view) => {
      if (view.eventId === "") return true;
      const row = this.#byEvent.get(userId, storedText(view.eventId)) as ViewRow | undefined;
      if (row === undefined) return true;
      const there = reviveView(row);
      const stays = isBetter(view, there.view, this.#names);
      if (stays) {
        removed.push(there);
        shadow(there.view, view);
      } else onDuplicate(view, there.view);
      return stays;
    });
  }

  /** Views without event ids are duplicates of stored ones at the same start. */
  #dropKnown(
    old: readonly PlacedView[],
    fresh: StoredView[],
    { removed, shadow, onDuplicate }: Dropped,
  ): StoredView[] {
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
      if (isBetter(rival, view, this.#names)) {
        removed.push(placed);
        shadow(view, rival);
      } else if (!worse.has(rival)) {
        worse.add(rival);
        onDuplicate(rival, view);
      }
    }
    return worse.size === 0 ? fresh : fresh.filter((view) => !worse.has(view));
  }

  /** The stored views that may share a sitting with what comes or goes. */
  #load(
    userId: number,
    { fromMs, endMs: latestMs }: { readonly fromMs: number; readonly endMs: number },
  ): { readonly old: readonly PlacedView[]; readonly isToEnd: boolean } {
    const latest = this.#latest.get(userId);
    if (latest !== undefined && (latest.length === 0 || latest[0].view.startMs < fromMs)) {
      return { old: latest, isToEnd: true };
    }
    const before = this.#sittingBefore.get(userId, fromMs) as
      | { sitting_start_ms: number }
      | undefined;
    const old: PlacedView[] = [];
    for (const row of this.#from.iterate(userId, before?.sitting_start_ms ?? fromMs)) {
      const placed = reviveView(row as unknown as ViewRow);
      const { startMs } = placed.view;
      // A sitting that begins after the gap is as it was, and so is all behind it.
      if (
        startMs === placed.sittingStartMs && startMs - latestMs > this.#thresholds.sittingGapMs &&
        old.at(-1)?.sittingStartMs !== startMs
      ) return { old, isToEnd: false };
      old.push(placed);
    }
    return { old, isToEnd: true };
  }

  #place(
    userId: number,
    old: readonly PlacedView[],
    { removed, fresh }: {
      readonly removed: readonly PlacedView[];
      readonly fresh: readonly StoredView[];
    },
  ): Omit<UserOutcome, "duplicates"> & { readonly placed: readonly PlacedView[] } {
    const { gone, stays } = takeAway(old, removed);
    for (const { view } of gone) this.#delete.run(userId, ...keyValues(view));
    const views = merge(stays, fresh), placed = placeViews(views, this.#thresholds);
    const added: PlacedView[] = [], changed: { before: PlacedView; after: PlacedView }[] = [];
    for (let at = 0; at < views.length; at++) {
      const before = views[at]!, after = placed[at]!;
      if (before === after) continue;
      if (isPlaced(before)) {
        const { sittingStartMs, episodes } = after;
        this.#update.run(sittingStartMs, episodes, userId, ...keyValues(after.view));
        changed.push({ before, after });
      } else {
        this.#insert(userId, after);
        added.push(after);
      }
    }
    return { added, removed: gone, changed, placed };
  }

  #insert(userId: number, { view, sittingStartMs, episodes }: PlacedView): void {
    this.#inserts.add([
      userId,
      view.startMs,
      view.showId,
      view.episodeId,
      view.minutes,
      storedText(view.eventId),
      view.deviceId,
      view.countryId,
      sittingStartMs,
      episodes,
      view.ingestMs,
      view.sourceId,
      view.partition,
      view.offset,
    ]);
  }

  #remember(userId: number, placed: readonly PlacedView[], isToEnd: boolean): void {
    if (!isToEnd) return;
    // Without a view there is no telling what lies before.
    if (placed.length === 0) return void this.#latest.delete(userId);
    if (this.#latest.size >= MAX_CACHED && !this.#latest.has(userId)) this.#latest.clear();
    const { sittingStartMs } = placed[placed.length - 1]!;
    let first = placed.length - 1;
    while (first > 0 && placed[first - 1]!.sittingStartMs === sittingStartMs) first--;
    this.#latest.set(userId, first === 0 ? placed : placed.slice(first));
  }
}

/** What has to go: stored views, for better ones that came, and new ones. */
interface Dropped {
  readonly removed: PlacedView[];
  /** Told of stored views that have to go. */
  readonly shadow: OnDuplicate;
  /** Told of new views that have to go. */
  readonly onDuplicate: OnDuplicate;
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

/** The stored views that are there, and those that stay; the removed ones may be other objects. */
function takeAway(
  old: readonly PlacedView[],
  removed: readonly PlacedView[],
): { readonly gone: readonly PlacedView[]; readonly stays: readonly PlacedView[] } {
  if (removed.length === 0) return { gone: removed, stays: old };
  const keys = new Set(removed.map(({ view }) => keyOf(view)));
  const { gone = [], stays = [] } = Object.groupBy(
    old,
    ({ view }) => keys.has(keyOf(view)) ? "gone" : "stays",
  );
  return { gone, stays };
}

/** Both in order of start; of equal ones, the stored first. */
function merge(old: readonly PlacedView[], fresh: readonly StoredView[]): readonly PlacedView[] {
  const views: PlacedView[] = [];
  let at = 0;
  for (const view of fresh) {
    while (at < old.length && old[at]!.view.startMs <= view.startMs) views.push(old[at++]!);
    views.push(unplaced(view));
  }
  while (at < old.length) views.push(old[at++]!);
  return views;
}

function extentOf(
  fresh: readonly StoredView[],
  removed: readonly PlacedView[],
): { fromMs: number; endMs: number } {
  let fromMs = Infinity, latestMs = -Infinity;
  const widen = ({ startMs, minutes }: StoredView) => {
    fromMs = Math.min(fromMs, startMs);
    latestMs = Math.max(latestMs, endMs(startMs, minutes));
  };
  for (const view of fresh) widen(view);
  for (const { view } of removed) widen(view);
  return { fromMs, endMs: latestMs };
}

function keyOf(view: StoredView): string {
  return keyValues(view).join(" ");
}
