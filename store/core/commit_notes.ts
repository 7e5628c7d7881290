// What a commit is told to the world by: sums and the newest views, gathered while it is made.

import { forDimensions } from "../../domain/columns.ts";
import { minuteUnits } from "../../domain/fixed_sum.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import { enrichView, type Thresholds } from "../../domain/scoring.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import type { EnrichedView } from "../../domain/view.ts";
import type { PlacedView } from "./stored_view.ts";
import type { StoredNames } from "./stored_names.ts";

/** Newest views that a commit tells. */
const MAX_LATEST = 50;
/** A sum of units that is further from 0 moves on into an exact one, long before a double would round. */
const MAX_UNITS = 2 ** 52;

interface Named {
  readonly userId: string;
  readonly placed: PlacedView;
  readonly runtime: number | null;
}

/** Gathers over one commit. */
export class CommitNotes {
  readonly #thresholds: Thresholds;
  readonly users: string[] = [];
  readonly quarantined: QuarantinedRow[] = [];
  read = 0;
  ingestTimeMs = 0;
  accepted = 0;
  qualified = 0;
  binge = 0;
  /** Views that went from their place. */
  moved = 0;
  /** What {@link #units} held before it grew too large. */
  #minuteUnits = 0n;
  #units = 0;
  readonly #minutes = new Map<number, number>();
  #latest: Named[] = [];
  /** No view that starts then or before is among the newest any more. */
  #shownAfterMs = -Infinity;

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds;
  }

  /** A view that came (`sign` 1) or went (-1). */
  count({ view, episodes }: PlacedView, sign: 1 | -1): void {
    this.accepted += sign;
    this.#units += minuteUnits(view.minutes) * sign;
    if (Math.abs(this.#units) > MAX_UNITS) {
      this.#minuteUnits += BigInt(this.#units);
      this.#units = 0;
    }
    if (view.minutes < this.#thresholds.qualifiedMinutes) return;
    this.qualified += sign;
    if (episodes >= this.#thresholds.bingeEpisodes) this.binge += sign;
    const startMs = Math.floor(view.startMs / MINUTE_MS) * MINUTE_MS;
    this.#minutes.set(startMs, (this.#minutes.get(startMs) ?? 0) + sign);
  }

  /** A view whose episodes are others than before. */
  recount(before: PlacedView, after: PlacedView): void {
    this.count(before, -1);
    this.count(after, 1);
  }

  /** A view that may be one of the newest. */
  show(userId: string, placed: PlacedView, runtime: number | null): void {
    if (placed.view.startMs <= this.#shownAfterMs) return;
    this.#latest.push({ userId, placed, runtime });
    if (this.#latest.length < 20 * MAX_LATEST) return;
    this.#latest = newest(this.#latest);
    this.#shownAfterMs = this.#latest.at(-1)!.placed.view.startMs;
  }

  get minuteUnits(): bigint {
    return this.#minuteUnits + BigInt(this.#units);
  }

  /** Change in qualified views by minute of event time, in order. */
  get minutes(): { readonly startMs: number; readonly views: number }[] {
    return [...this.#minutes].filter(([, views]) => views !== 0).sort(([a], [b]) => a - b)
      .map(([startMs, views]) => ({ startMs, views }));
  }

  /** The newest views, newest first. */
  latest(names: StoredNames): EnrichedView[] {
    return newest(this.#latest).map((named) => this.#enrich(named, names));
  }

  #enrich({ userId, placed, runtime }: Named, names: StoredNames): EnrichedView {
    const { view, sittingStartMs, episodes } = placed;
    const told = {
      ...forDimensions((name) => names.labelOf(view[`${name}Id`])),
      userId,
      showName: names.showOf(view.showId),
      watchMinutes: view.minutes,
      startMs: view.startMs,
      eventId: view.eventId === "" ? null : view.eventId,
      episode: names.labelOf(view.episodeId),
    };
    return enrichView(told, { runtime, episodes, sittingStartMs }, this.#thresholds);
  }
}

function newest(views: readonly Named[]): Named[] {
  return views.toSorted((a, b) => b.placed.view.startMs - a.placed.view.startMs)
    .slice(0, MAX_LATEST);
}
