// What becomes of quarantined rows in a transaction: each bad row once, settled once, by a repair or for good.

import { createHash } from "node:crypto";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { LedgerPlace, TopicNumber } from "./ledger_changes.ts";

/** What a repair names: the row's key, or its number in this store. */
export type RowName = { readonly key: string } | { readonly id: number };

/** A record that settled a row, or does before the row is read: a repair, or the word that it is skipped. */
export interface Settler {
  readonly outcome: string;
  readonly isSkip: boolean;
  /** Null when the record does not say whose row it is about: then no removal takes it back. */
  readonly sourceId: number | null;
  /** Null, as the partition, where a store of before did not keep it. */
  readonly topic: TopicNumber | null;
  readonly partition: number | null;
}

/** A quarantined row as the tables have it. */
export interface QuarantineRow {
  readonly id: number;
  readonly key: string;
  /** Where it is counted. */
  readonly place: LedgerPlace;
  readonly rule: string;
  /** Null while it is open. */
  readonly settler: Settler | null;
}

/** What settles a row that has not been read yet: the log's partitions are read in any order. */
export interface EarlySettler {
  readonly key: string;
  readonly settler: Settler;
}

/** Rows that a batch brings or names. */
export interface QuarantineAsk {
  readonly keys: readonly string[];
  readonly ids: readonly number[];
}

/** What there is of them. */
export interface QuarantineFound {
  readonly rows: readonly QuarantineRow[];
  readonly early: readonly EarlySettler[];
  /** The number of the next row that is added, from which on they are free. */
  readonly nextId: number;
}

/** What a source has in a partition of the log. */
export interface PartOfQuarantine {
  readonly rows: readonly QuarantineRow[];
  /** Rows of any part that records of this one settled. */
  readonly settled: readonly QuarantineRow[];
  /** Settlers among the records of this part whose rows have not been read. */
  readonly early: readonly EarlySettler[];
}

/** A row that is new to the quarantine. */
export interface NewQuarantineRow {
  readonly id: number;
  readonly key: string;
  readonly row: QuarantinedRow;
  readonly place: LedgerPlace;
  settler: Settler | null;
}

/** What is written, in this order. */
export interface QuarantineChanges {
  /** Keys whose early settlers go. */
  readonly droppedEarly: readonly string[];
  /** Rows that are open again. */
  readonly reopened: readonly number[];
  readonly dropped: readonly number[];
  readonly added: readonly NewQuarantineRow[];
  readonly settled: readonly { readonly id: number; readonly settler: Settler }[];
  /** Kept unless the key has one. */
  readonly early: readonly EarlySettler[];
}

/** The same row has the same key wherever and whenever it is read. */
export function quarantineKey({ source, line, offset, raw }: QuarantinedRow): string {
  return createHash("sha256").update(`${source}\n${line}\n${offset}\n${raw}`).digest("hex");
}

interface Entry {
  readonly id: number;
  readonly place: LedgerPlace;
  readonly rule: string;
  settler: Settler | null;
  /** Absent when the tables have the row already. */
  readonly added?: NewQuarantineRow;
}

/** A quarantined row as its repair meets it. */
export type OpenRow = Pick<QuarantineRow, "id" | "place" | "rule">;

/** The rows that a batch is about, as they are and as they come to be. */
export class QuarantineBook {
  readonly #byKey = new Map<string, Entry>();
  readonly #byId = new Map<number, Entry>();
  /** By key; those that the tables have are named by `isStored`. */
  readonly #early = new Map<string, { readonly settler: Settler; readonly isStored: boolean }>();
  #nextId: number;
  readonly #added: NewQuarantineRow[] = [];
  readonly #settled: { id: number; settler: Settler }[] = [];
  readonly #droppedEarly: string[] = [];

  constructor({ rows, early, nextId }: QuarantineFound) {
    this.#nextId = nextId;
    for (const row of rows) this.#enter(row.key, { ...row });
    for (const { key, settler } of early) this.#early.set(key, { settler, isStored: true });
  }

  /** Keeps a row; `repaired` when its repair was read before it, `known` when it is there already. */
  add(row: QuarantinedRow, key: string, place: LedgerPlace): "added" | "known" | "repaired" {
    const settler = this.#takeEarly(key);
    if (this.#byKey.has(key)) return "known";
    const added: NewQuarantineRow = { id: this.#nextId++, key, row, place, settler };
    this.#added.push(added);
    this.#enter(key, { id: added.id, place, rule: row.reasons[0]!.rule, settler, added });
    return settler === null || settler.isSkip ? "added" : "repaired";
  }

  /** The row that a repair names: null when it is not there, "settled" when it is dealt with. */
  find(name: RowName): OpenRow | "settled" | null {
    const entry = "key" in name ? this.#byKey.get(name.key) : this.#byId.get(name.id);
    if (entry === undefined) return null;
    return entry.settler === null ? entry : "settled";
  }

  /** Says what settled an open row: the record that it came back as, or why it is set aside for good. */
  settle({ id }: OpenRow, settler: Settler): void {
    const entry = this.#byId.get(id)!;
    entry.settler = settler;
    if (entry.added === undefined) this.#settled.push({ id, settler });
    else entry.added.settler = settler;
  }

  /** Keeps in mind what settles a row that has not been read yet: false when something does already. */
  noteEarly(key: string, settler: Settler): boolean {
    if (this.#early.has(key)) return false;
    this.#early.set(key, { settler, isStored: false });
    return true;
  }

  /** What is different from the tables. */
  get changes(): QuarantineChanges {
    const early = [...this.#early].filter(([, { isStored }]) => !isStored)
      .map(([key, { settler }]) => ({ key, settler }));
    return {
      ...{ droppedEarly: this.#droppedEarly, reopened: [], dropped: [] },
      ...{ added: this.#added, settled: this.#settled, early },
    };
  }

  #enter(key: string, entry: Entry): void {
    this.#byKey.set(key, entry);
    this.#byId.set(entry.id, entry);
  }

  #takeEarly(key: string): Settler | null {
    const early = this.#early.get(key);
    if (early === undefined) return null;
    this.#early.delete(key);
    if (early.isStored) this.#droppedEarly.push(key);
    return early.settler;
  }
}

/** What a removal makes of the quarantine. */
export interface QuarantineRemoval {
  readonly changes: QuarantineChanges;
  /** Rows that count as quarantined again, as what they came back as leaves. */
  readonly reopened: readonly QuarantineRow[];
  /** Rows that leave and counted as quarantined. */
  readonly gone: readonly QuarantineRow[];
  /** How many leave that counted elsewhere, less those that came back from a row that stays or was never read. */
  readonly elsewhere: number;
}

/** Takes a part's rows away and what its records settled back; what settled rows that go is kept in mind. */
export function removeQuarantined({ rows, settled, early }: PartOfQuarantine): QuarantineRemoval {
  const open = new Set(settled.map(({ id }) => id));
  const isOpen = ({ id, settler }: QuarantineRow) => settler === null || open.has(id);
  const isRepaired = ({ settler }: QuarantineRow) => settler !== null && !settler.isSkip;
  const reopened = settled.filter(isRepaired);
  const gone = rows.filter((row) => isOpen(row) || !isRepaired(row));
  const unread = early.filter(({ settler }) => !settler.isSkip).length;
  const leaving = new Set(rows.map(({ id }) => id));
  return {
    changes: {
      ...{ droppedEarly: early.map(({ key }) => key), added: [], settled: [] },
      reopened: [...open].filter((id) => !leaving.has(id)),
      dropped: [...leaving],
      early: rows.filter((row) => !isOpen(row)).map(({ key, settler }) => ({
        key,
        settler: settler!,
      })),
    },
    ...{ reopened, gone, elsewhere: rows.length - gone.length - unread - reopened.length },
  };
}
