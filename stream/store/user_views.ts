// Places new views among their user's others: drops duplicates, cuts the sittings around the change anew and
// writes what is different.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Thresholds } from "../../domain/scoring.ts";
import { endMs } from "../../domain/view.ts";
import { duplicateKey, isBetter, keepBest } from "./keep_one.ts";
import { placeViews } from "./place_views.ts";
import { storedText } from "./stored_text.ts";
import type { PlacedView, StoredView } from "./stored_view.ts";
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

/** Users whose latest sitting is kept in memory. */
const MAX_CACHED = 100_000;
/** The table `views`. */
export class UserViews {
  readonly #thresholds: Thresholds;
  readonly #names: ViewNames;
  readonly #byEvent: StatementSync;
  readonly #sittingBefore: StatementSync;
  readonly #from: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
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
    this.#insert = db.prepare(
      `INSERT INTO views(user_id, ${VIEW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE views SET sitting_start_ms = ?, episodes = ? WHERE ${VIEW_KEY}`,
    );
    this.#delete = db.prepare(`DELETE FROM views WHERE ${VIEW_KEY}`);
  }

  /** Adds views of one user; `isNew` says that the user had none before. */
  add(userId: number, incoming: readonly StoredView[], isNew: boolean): UserOutcome {
    if (isNew) this.#latest.set(userId, []);
    const duplicates: StoredView[] = [];
    const best = keepBest(incoming, duplicates);
    const replaced = this.#findReplaced(userId, best, duplicates);
    if (best.size === 0) return { added: [], removed: [], changed: [], duplicates };
    const extent = extentOf([...best.values(), ...replaced.map(({ view }) => view)]);
    const { old, isToEnd } = this.#load(userId, extent);
    const removed = new Set(replaced.map(({ view }) => keyOf(view)));
    for (const { view } of old) {
      if (view.eventId !== "") continue;
      const rival = best.get(duplicateKey(view));
      if (rival === undefined) continue;
      if (isBetter(rival, view)) removed.add(keyOf(view));
      else {
        duplicates.push(rival);
        best.delete(duplicateKey(view));
      }
    }
    const outcome = this.#place(userId, old, { removed, best, duplicates });
    this.#remember(userId, outcome.placed, isToEnd);
    return outcome;
  }

  /** Forgets what a transaction that failed may have changed. */
  forget(): void {
    this.#latest.clear();
  }

  /** Event ids are looked up in all of the user's past: what was stored under them may have to go. */
  #findReplaced(
    userId: number,
    best: Map<string, StoredView>,
    duplicates: StoredView[],
  ): PlacedView[] {
    const replaced: PlacedView[] = [];
    for (const [key, view] of best) {
      if (view.eventId === "") continue;
      const row = this.#byEvent.get(userId, storedText(view.eventId)) as ViewRow | undefined;
      if (row === undefined) continue;
      const there = reviveView(row, this.#names);
      if (isBetter(view, there.view)) replaced.push(there);
      else {
        best.delete(key);
        duplicates.push(view);
      }
    }
    return replaced;
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
      const placed = reviveView(row as unknown as ViewRow, this.#names);
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
    { removed, best, duplicates }: {
      readonly removed: ReadonlySet<string>;
      readonly best: ReadonlyMap<string, StoredView>;
      readonly duplicates: readonly StoredView[];
    },
  ): UserOutcome & { readonly placed: readonly PlacedView[] } {
    const before = new Map(old.map((placed) => [placed.view, placed]));
    const gone = old.filter(({ view }) => removed.has(keyOf(view)));
    const views = old.filter(({ view }) => !removed.has(keyOf(view))).map(({ view }) => view);
    views.push(...best.values());
    views.sort((a, b) => a.startMs - b.startMs);
    for (const { view } of gone) this.#delete.run(userId, ...keyValues(view));
    const placed = placeViews(views, this.#thresholds);
    const added: PlacedView[] = [], changed: { before: PlacedView; after: PlacedView }[] = [];
    for (const after of placed) {
      const was = before.get(after.view);
      if (was === undefined) {
        this.#write(userId, after);
        added.push(after);
      } else if (
        was.sittingStartMs !== after.sittingStartMs || was.episodes !== after.episodes
      ) {
        this.#update.run(after.sittingStartMs, after.episodes, userId, ...keyValues(after.view));
        changed.push({ before: was, after });
      }
    }
    return { added, removed: gone, changed, duplicates, placed };
  }

  #write(userId: number, { view, sittingStartMs, episodes }: PlacedView): void {
    this.#insert.run(
      userId,
      ...keyValues(view),
      view.deviceId,
      view.countryId,
      sittingStartMs,
      episodes,
      view.ingestMs,
      view.sourceId,
      view.partition,
      view.offset,
    );
  }

  #remember(userId: number, placed: readonly PlacedView[], isToEnd: boolean): void {
    if (!isToEnd) return;
    if (this.#latest.size >= MAX_CACHED && !this.#latest.has(userId)) this.#latest.clear();
    const start = placed.at(-1)?.sittingStartMs;
    this.#latest.set(userId, placed.filter(({ sittingStartMs }) => sittingStartMs === start));
    // Without a view there is no telling what lies before.
    if (placed.length === 0) this.#latest.delete(userId);
  }
}

function extentOf(views: readonly StoredView[]): { fromMs: number; endMs: number } {
  let fromMs = Infinity, latestMs = -Infinity;
  for (const { startMs, minutes } of views) {
    fromMs = Math.min(fromMs, startMs);
    latestMs = Math.max(latestMs, endMs(startMs, minutes));
  }
  return { fromMs, endMs: latestMs };
}

function keyOf(view: StoredView): string {
  return keyValues(view).join(" ");
}
