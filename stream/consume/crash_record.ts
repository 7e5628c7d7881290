// Remembers the consumer's crashes: how long to wait, how little to try, and which record to leave out.

import type { Blame } from "./blame_of.ts";

const BACK_OFF_MS = { first: 100, last: 5_000 } as const;
/** Crashes on one record alone after which it is quarantined unread. */
const CRASHES_A_RECORD = 3;
/** After a crash so many times fewer records are tried at once, until one is left. */
const FEWER = 100;

/** The last transaction that was begun. */
export interface Trial {
  readonly place: string;
  readonly records: number;
}

/** The crashes since the last transaction that went well, and the records that they are due to. */
export class CrashRecord {
  readonly #poisoned = new Set<string>();
  #trial: Trial | null = null;
  #crashes = 0;
  #crashesOnRecord = 0;
  #firstRecords: number | null = null;

  /** Records to leave out. */
  get poisoned(): readonly string[] {
    return [...this.#poisoned];
  }

  /** Records to begin with; null for as many as there are. */
  get firstRecords(): number | null {
    return this.#firstRecords;
  }

  /** A transaction begins. */
  trying(trial: Trial): void {
    if (trial.place !== this.#trial?.place) this.#crashesOnRecord = 0;
    this.#trial = trial;
  }

  /** It went well. */
  succeeded(): void {
    this.#trial = null;
    this.#crashes = 0;
    this.#crashesOnRecord = 0;
    this.#firstRecords = null;
  }

  /** The consumer is gone: how long to wait, and the record that is to be left out from now on, if any. */
  crashed(blame: Blame): { readonly waitMs: number; readonly poisoned: string | null } {
    const waitMs = Math.min(BACK_OFF_MS.last, BACK_OFF_MS.first * 2 ** this.#crashes++);
    return { waitMs, poisoned: blame === "record" ? this.#suspect() : null };
  }

  #suspect(): string | null {
    if (this.#trial === null) return null;
    const { place, records } = this.#trial;
    if (records > 1) {
      this.#firstRecords = Math.max(1, Math.floor(records / FEWER));
      return null;
    }
    this.#firstRecords = 1;
    // Left out already and no better for it: something else is broken, and the record is innocent.
    if (this.#poisoned.delete(place)) return null;
    if (++this.#crashesOnRecord < CRASHES_A_RECORD) return null;
    this.#crashesOnRecord = 0;
    this.#poisoned.add(place);
    return place;
  }
}
