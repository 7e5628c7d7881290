// The quarantine: each bad row once, and what became of it.

import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { QuarantinedRow } from "../../../domain/rule.ts";
import { EVENTS, type LedgerPlace, type SourcePart, type TopicNumber } from "./ledger_changes.ts";
import { storedText } from "../../core/stored_text.ts";

/** A quarantined row as its repair meets it. */
export interface OpenRow {
  readonly id: number;
  /** Where it is counted. */
  readonly place: LedgerPlace;
  readonly rule: string;
}

/** What a repair names: the row's key, or its number in this store. */
export type RowName = { readonly key: string } | { readonly id: number };

/** A record that settled a row, or does before the row is read: a repair, or the word that it is skipped. */
export interface Settler {
  readonly outcome: string;
  readonly isSkip: boolean;
  /** Null when the record does not say whose row it is about: then no removal takes it back. */
  readonly sourceId: number | null;
  readonly topic: TopicNumber;
  readonly partition: number;
}

/** A row that a removal changes. */
export interface AffectedRow {
  readonly place: LedgerPlace;
  readonly rule: string;
  /** Whether it is counted as quarantined. */
  readonly isCounted: boolean;
}

interface Found {
  readonly id: number;
  readonly source_id: number;
  readonly topic: TopicNumber;
  readonly partition: number;
  readonly ingest_ms: number;
  readonly rule: string;
  readonly status: string;
}

const FOUND = `SELECT id, source_id, topic, partition, ingest_ms, rule, status FROM quarantine`;
const OF_PART = `source_id = ? AND topic = ? AND partition = ?`;
const BY_PART = `settled_source_id = ? AND settled_topic = ? AND settled_partition = ?`;
const SETTLED = `settled_source_id, settled_topic, settled_partition`;

/** The same row has the same key wherever and whenever it is read. */
export function quarantineKey({ source, line, offset, raw }: QuarantinedRow): string {
  return createHash("sha256").update(`${source}\n${line}\n${offset}\n${raw}`).digest("hex");
}

/** What stands before the reason where a row is set aside before it is read; no topic begins so. */
const SKIP = "skip ";

/** The tables `quarantine` and `early_repairs`. */
export class QuarantineRows {
  readonly #insert: StatementSync;
  readonly #byKey: StatementSync;
  readonly #byId: StatementSync;
  readonly #settle: StatementSync;
  readonly #noteEarly: StatementSync;
  readonly #takeEarly: StatementSync;
  readonly #keepSettlers: StatementSync;
  readonly #ofPart: StatementSync;
  readonly #dropPart: StatementSync;
  readonly #byPart: StatementSync;
  readonly #reopen: StatementSync;
  readonly #dropEarly: StatementSync;

  constructor(db: DatabaseSync) {
    // Here and not with the tables, so that stores of before get it too.
    db.exec(`CREATE INDEX IF NOT EXISTS quarantine_by_ingest ON quarantine(ingest_ms)`);
    // Within a status in the order of ids: the newest open rows without sorting all of them.
    db.exec(`CREATE INDEX IF NOT EXISTS quarantine_by_status_id ON quarantine(status, id)`);
    this.#insert = db.prepare(
      `INSERT INTO quarantine(key, source, line, "offset", rule, reasons, raw, encoding, ingest_ms,
        source_id, topic, partition, status, replayed_as, ${SETTLED})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    );
    this.#byKey = db.prepare(`${FOUND} WHERE key = ?`);
    this.#byId = db.prepare(`${FOUND} WHERE id = ?`);
    this.#settle = db.prepare(
      `UPDATE quarantine SET status = ?, replayed_as = ?, settled_source_id = ?, settled_topic = ?,
        settled_partition = ? WHERE id = ? AND status = 'open'`,
    );
    this.#noteEarly = db.prepare(`INSERT OR IGNORE INTO early_repairs VALUES (?, ?, ?, ?, ?)`);
    this.#takeEarly = db.prepare(
      `DELETE FROM early_repairs WHERE key = ? RETURNING replayed_as, ${SETTLED}`,
    );
    this.#keepSettlers = db.prepare(
      `INSERT OR IGNORE INTO early_repairs
      SELECT key, CASE status WHEN 'skipped' THEN '${SKIP}' ELSE '' END || replayed_as, ${SETTLED}
      FROM quarantine WHERE ${OF_PART} AND status <> 'open'`,
    );
    this.#ofPart = db.prepare(`${FOUND} WHERE ${OF_PART}`);
    this.#dropPart = db.prepare(`DELETE FROM quarantine WHERE ${OF_PART}`);
    this.#byPart = db.prepare(`${FOUND} WHERE ${BY_PART}`);
    this.#reopen = db.prepare(
      `UPDATE quarantine SET status = 'open', replayed_as = NULL, settled_source_id = NULL,
        settled_topic = NULL, settled_partition = NULL WHERE ${BY_PART}`,
    );
    this.#dropEarly = db.prepare(
      `DELETE FROM early_repairs WHERE ${BY_PART} RETURNING replayed_as`,
    );
  }

  /** Keeps a row; `repaired` when its repair was read before it, `known` when it is there already. */
  add(row: QuarantinedRow, place: LedgerPlace): "added" | "known" | "repaired" {
    const key = quarantineKey(row);
    const early = this.#takeEarly.get(key) as unknown as EarlyRow | undefined;
    const inserted = this.#insert.get(
      ...[key, storedText(row.source), row.line, row.offset, row.reasons[0]!.rule],
      ...[JSON.stringify(row.reasons), storedText(row.raw), row.encoding ?? null],
      ...[place.ingestMs, place.sourceId, place.topic ?? EVENTS, place.partition],
      ...settledBy(early),
    );
    if (inserted === undefined) return "known";
    return early === undefined || early.replayed_as.startsWith(SKIP) ? "added" : "repaired";
  }

  /** The row that a repair names: null when it is not there, "replayed" when it is dealt with. */
  find(name: RowName): OpenRow | "replayed" | null {
    const found = ("key" in name ? this.#byKey.get(name.key) : this.#byId.get(name.id)) as
      | Found
      | undefined;
    if (found === undefined) return null;
    if (found.status !== "open") return "replayed";
    return { id: found.id, rule: found.rule, place: placeOf(found) };
  }

  /** Says what settled an open row: the record that it came back as, or why it is set aside for good. */
  settle(id: number, { outcome, isSkip, sourceId, topic, partition }: Settler): void {
    const status = isSkip ? "skipped" : "replayed";
    this.#settle.run(status, storedText(outcome), sourceId, topic, partition, id);
  }

  /** Keeps in mind what settles a row that has not been read yet: false when something does already. */
  noteEarly(key: string, { outcome, isSkip, sourceId, topic, partition }: Settler): boolean {
    const text = (isSkip ? SKIP : "") + storedText(outcome);
    return this.#noteEarly.run(key, text, sourceId, topic, partition).changes > 0;
  }

  /** Forgets the rows of a part, which are told; what settled some of them is kept in mind. */
  removePart({ sourceId, topic, partition }: SourcePart): AffectedRow[] {
    const rows = this.#ofPart.all(sourceId, topic, partition) as unknown as Found[];
    if (rows.length === 0) return [];
    this.#keepSettlers.run(sourceId, topic, partition);
    this.#dropPart.run(sourceId, topic, partition);
    return rows.map(affectedOf);
  }

  /**
   * Forgets what records of a part settled: those rows, which are told, are open again. `unread` is how many
   * repairs there were of rows that are not there.
   */
  reopenSettledBy(
    { sourceId, topic, partition }: SourcePart,
  ): { readonly rows: readonly AffectedRow[]; readonly unread: number } {
    const early = this.#dropEarly.all(sourceId, topic, partition) as unknown as EarlyRow[];
    const unread = early.filter(({ replayed_as }) => !replayed_as.startsWith(SKIP)).length;
    const rows = this.#byPart.all(sourceId, topic, partition) as unknown as Found[];
    if (rows.length > 0) this.#reopen.run(sourceId, topic, partition);
    return { rows: rows.map(affectedOf), unread };
  }
}

interface EarlyRow {
  readonly replayed_as: string;
  readonly settled_source_id: number | null;
  readonly settled_topic: number | null;
  readonly settled_partition: number | null;
}

function placeOf({ source_id, topic, partition, ingest_ms }: Found): LedgerPlace {
  return { sourceId: source_id, topic, partition, ingestMs: ingest_ms };
}

function affectedOf(found: Found): AffectedRow {
  return { place: placeOf(found), rule: found.rule, isCounted: found.status !== "replayed" };
}

function settledBy(early: EarlyRow | undefined) {
  if (early === undefined) return ["open", null, null, null, null] as const;
  const { replayed_as, settled_source_id, settled_topic, settled_partition } = early;
  const outcome = replayed_as.startsWith(SKIP)
    ? ["skipped", replayed_as.slice(SKIP.length)] as const
    : ["replayed", replayed_as] as const;
  return [...outcome, settled_source_id, settled_topic, settled_partition] as const;
}
