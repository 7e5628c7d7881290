// The quarantine: each bad row once, and what became of it.

import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { LedgerPlace } from "./ledger_changes.ts";
import { storedText } from "./stored_text.ts";

/** A quarantined row as its repair meets it. */
export interface OpenRow {
  readonly id: number;
  /** Where it is counted. */
  readonly place: LedgerPlace;
  readonly rule: string;
}

/** What a repair names: the row's key, or its number in this store. */
export type RowName = { readonly key: string } | { readonly id: number };

interface Found {
  readonly id: number;
  readonly source_id: number;
  readonly partition: number;
  readonly ingest_ms: number;
  readonly rule: string;
  readonly status: string;
}

const FOUND = `SELECT id, source_id, partition, ingest_ms, rule, status FROM quarantine`;

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
  readonly #close: StatementSync;
  readonly #skip: StatementSync;
  readonly #noteEarly: StatementSync;
  readonly #takeEarly: StatementSync;

  constructor(db: DatabaseSync) {
    // Here and not with the tables, so that stores of before get it too.
    db.exec(`CREATE INDEX IF NOT EXISTS quarantine_by_ingest ON quarantine(ingest_ms)`);
    // Within a status in the order of ids: the newest open rows without sorting all of them.
    db.exec(`CREATE INDEX IF NOT EXISTS quarantine_by_status_id ON quarantine(status, id)`);
    this.#insert = db.prepare(
      `INSERT INTO quarantine(key, source, line, "offset", rule, reasons, raw, encoding, ingest_ms,
        source_id, partition, status, replayed_as) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING RETURNING id`,
    );
    this.#byKey = db.prepare(`${FOUND} WHERE key = ?`);
    this.#byId = db.prepare(`${FOUND} WHERE id = ?`);
    this.#close = db.prepare(
      `UPDATE quarantine SET status = 'replayed', replayed_as = ? WHERE id = ?`,
    );
    this.#skip = db.prepare(
      `UPDATE quarantine SET status = 'skipped', replayed_as = ? WHERE id = ? AND status = 'open'`,
    );
    this.#noteEarly = db.prepare(`INSERT OR IGNORE INTO early_repairs VALUES (?, ?)`);
    this.#takeEarly = db.prepare(`DELETE FROM early_repairs WHERE key = ? RETURNING replayed_as`);
  }

  /** Keeps a row; `repaired` when its repair was read before it, `known` when it is there already. */
  add(row: QuarantinedRow, place: LedgerPlace): "added" | "known" | "repaired" {
    const key = quarantineKey(row);
    const early = this.#takeEarly.get(key) as { replayed_as: string } | undefined;
    const inserted = this.#insert.get(
      ...[key, storedText(row.source), row.line, row.offset, row.reasons[0]!.rule],
      ...[JSON.stringify(row.reasons), storedText(row.raw), row.encoding ?? null],
      ...[place.ingestMs, place.sourceId, place.partition],
      ...settledBy(early?.replayed_as ?? null),
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
    const { id, source_id, partition, ingest_ms, rule } = found;
    return { id, rule, place: { sourceId: source_id, partition, ingestMs: ingest_ms } };
  }

  /** Says that a row came back as the record `replayedAs` (`topic/partition@offset`). */
  close(id: number, replayedAs: string): void {
    this.#close.run(replayedAs, id);
  }

  /** Sets an open row aside for good; the reason stands where a replayed one names its record. */
  skip(name: RowName, reason: string): void {
    const text = storedText(reason), row = this.find(name);
    if (row === null && "key" in name) this.#noteEarly.run(name.key, SKIP + text);
    else if (row !== null && row !== "replayed") this.#skip.run(text, row.id);
  }

  /** Keeps in mind a repair whose row has not been read yet: false when it was known. */
  noteEarly(key: string, replayedAs: string): boolean {
    return this.#noteEarly.run(key, replayedAs).changes > 0;
  }
}

function settledBy(early: string | null): readonly [status: string, outcome: string | null] {
  if (early === null) return ["open", null];
  return early.startsWith(SKIP) ? ["skipped", early.slice(SKIP.length)] : ["replayed", early];
}
