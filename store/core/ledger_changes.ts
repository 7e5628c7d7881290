// Changes to the ledger and to the reasons of quarantined rows, gathered over one transaction.

import { emptyLedger, type Ledger } from "../../domain/ledger.ts";
import { HOUR_MS } from "../../domain/time.ts";

/** Where a row is counted: its source, topic, partition and instant of ingest. */
export interface LedgerPlace {
  readonly sourceId: number;
  /** {@link EVENTS} when absent. */
  readonly topic?: TopicNumber;
  readonly partition: number;
  readonly ingestMs: number;
}

/** Topics as the ledger numbers them. */
export const EVENTS = 0, QUARANTINE = 1;
export type TopicNumber = typeof EVENTS | typeof QUARANTINE;

/** All rows of one source in one partition. */
export interface SourcePart {
  readonly sourceId: number;
  readonly topic: TopicNumber;
  readonly partition: number;
}

type Outcome = "accepted" | "duplicate" | "quarantined" | "excluded";

export interface LedgerCell {
  readonly place: LedgerPlace;
  readonly hour: number;
  accepted: number;
  duplicate: number;
  quarantined: number;
  excluded: number;
}

/** How many quarantined rows of a source, an hour of ingest and a first rule are added. */
export interface ReasonChange {
  readonly sourceId: number;
  readonly hour: number;
  readonly rule: string;
  rows: number;
}

/** Counts rows by their source, topic, partition and hour. */
export class LedgerChanges {
  readonly #cells = new Map<string, LedgerCell>();
  /** Rows of one place mostly follow each other. */
  #last: LedgerCell | null = null;
  readonly #reasons = new Map<string, ReasonChange>();

  /** Counts rows of a place; less than 0 takes them back. */
  count(place: LedgerPlace, outcome: Outcome, rows = 1): void {
    const hour = Math.floor(place.ingestMs / HOUR_MS), last = this.#last;
    const isLast = last !== null && last.hour === hour &&
      last.place.partition === place.partition && last.place.sourceId === place.sourceId &&
      last.place.topic === place.topic;
    const cell = isLast ? last : this.#last = this.#cell(place, hour);
    cell[outcome] += rows;
  }

  /** Counts a quarantined row's first rule. */
  countReason({ sourceId, ingestMs }: LedgerPlace, rule: string, rows = 1): void {
    const hour = Math.floor(ingestMs / HOUR_MS), key = `${sourceId} ${hour} ${rule}`;
    const change = this.#reasons.get(key);
    if (change === undefined) this.#reasons.set(key, { sourceId, hour, rule, rows });
    else change.rows += rows;
  }

  /** What is added to each cell. */
  cells(): Iterable<Readonly<LedgerCell>> {
    return this.#cells.values();
  }

  /** What is added to each reason: nothing for rows that were quarantined and repaired within the transaction. */
  *reasons(): Generator<Readonly<ReasonChange>> {
    for (const change of this.#reasons.values()) if (change.rows !== 0) yield change;
  }

  /** What all changes add up to. */
  sum(): Ledger {
    const sum = emptyLedger();
    for (const { accepted, duplicate, quarantined, excluded } of this.#cells.values()) {
      sum.accepted += accepted;
      sum.duplicate += duplicate;
      sum.quarantined += quarantined;
      sum.excluded += excluded;
    }
    sum.read = sum.accepted + sum.duplicate + sum.quarantined + sum.excluded;
    return sum;
  }

  /** Forgets all changes. */
  clear(): void {
    this.#cells.clear();
    this.#last = null;
    this.#reasons.clear();
  }

  #cell(place: LedgerPlace, hour: number): LedgerCell {
    const key = `${place.sourceId} ${place.topic ?? EVENTS} ${place.partition} ${hour}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      const nothing = { accepted: 0, duplicate: 0, quarantined: 0, excluded: 0 };
      this.#cells.set(key, cell = { place, hour, ...nothing });
    }
    return cell;
  }
}
