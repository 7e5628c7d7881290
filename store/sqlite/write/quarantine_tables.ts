// The tables of the quarantine.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { EVENTS, type SourcePart, type TopicNumber } from "../../core/ledger_changes.ts";
import type {
  EarlySettler,
  NewQuarantineRow,
  PartOfQuarantine,
  QuarantineAsk,
  QuarantineChanges,
  QuarantineFound,
  QuarantineRow,
  Settler,
} from "../../core/quarantine_book.ts";
import { readText, storedText } from "../../core/stored_text.ts";

interface SettledColumns {
  readonly replayed_as: string | null;
  readonly settled_source_id: number | null;
  readonly settled_topic: TopicNumber | null;
  readonly settled_partition: number | null;
}

interface FoundRow extends SettledColumns {
  readonly id: number;
  readonly key: string;
  readonly source_id: number;
  readonly topic: TopicNumber;
  readonly partition: number;
  readonly ingest_ms: number;
  readonly rule: string;
  readonly status: "open" | "replayed" | "skipped";
}

interface EarlyRow extends SettledColumns {
  readonly key: string;
  readonly replayed_as: string;
}

const SETTLED = `settled_source_id, settled_topic, settled_partition`;
const FOUND =
  `SELECT id, key, source_id, topic, partition, ingest_ms, rule, status, replayed_as, ${SETTLED}
  FROM quarantine`;
const EARLY = `SELECT key, replayed_as, ${SETTLED} FROM early_repairs`;
const OF_PART = `source_id = ? AND topic = ? AND partition = ?`;
const BY_PART = `settled_source_id = ? AND settled_topic = ? AND settled_partition = ?`;

/** What stands before the reason where a row is set aside before it is read; no topic begins so. */
const SKIP = "skip ";

/** The tables `quarantine` and `early_repairs`. */
export class QuarantineTables {
  readonly #insert: StatementSync;
  readonly #byKey: StatementSync;
  readonly #byId: StatementSync;
  readonly #early: StatementSync;
  readonly #lastId: StatementSync;
  readonly #settle: StatementSync;
  readonly #noteEarly: StatementSync;
  readonly #dropEarly: StatementSync;
  readonly #drop: StatementSync;
  readonly #reopen: StatementSync;
  readonly #ofPart: StatementSync;
  readonly #byPart: StatementSync;
  readonly #earlyByPart: StatementSync;

  constructor(db: DatabaseSync) {
    // Here and not with the tables, so that stores of before get it too.
    db.exec(`CREATE INDEX IF NOT EXISTS quarantine_by_ingest ON quarantine(ingest_ms)`);
    // Within a status in the order of ids: the newest open rows without sorting all of them.
    db.exec(`CREATE INDEX IF NOT EXISTS quarantine_by_status_id ON quarantine(status, id)`);
    this.#insert = db.prepare(
      `INSERT INTO quarantine(id, key, source, line, "offset", rule, reasons, raw, encoding, ingest_ms,
        source_id, topic, partition, status, replayed_as, ${SETTLED})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#byKey = db.prepare(`${FOUND} WHERE key = ?`);
    this.#byId = db.prepare(`${FOUND} WHERE id = ?`);
    this.#early = db.prepare(`${EARLY} WHERE key = ?`);
    this.#lastId = db.prepare(`SELECT max(id) AS id FROM quarantine`);
    this.#settle = db.prepare(
      `UPDATE quarantine SET status = ?, replayed_as = ?, settled_source_id = ?, settled_topic = ?,
        settled_partition = ? WHERE id = ?`,
    );
    this.#noteEarly = db.prepare(`INSERT OR IGNORE INTO early_repairs VALUES (?, ?, ?, ?, ?)`);
    this.#dropEarly = db.prepare(`DELETE FROM early_repairs WHERE key = ?`);
    this.#drop = db.prepare(`DELETE FROM quarantine WHERE id = ?`);
    this.#reopen = db.prepare(
      `UPDATE quarantine SET status = 'open', replayed_as = NULL, settled_source_id = NULL,
        settled_topic = NULL, settled_partition = NULL WHERE id = ?`,
    );
    this.#ofPart = db.prepare(`${FOUND} WHERE ${OF_PART}`);
    this.#byPart = db.prepare(`${FOUND} WHERE ${BY_PART}`);
    this.#earlyByPart = db.prepare(`${EARLY} WHERE ${BY_PART}`);
  }

  /** What there is of rows that are named. */
  find({ keys, ids }: QuarantineAsk): QuarantineFound {
    const rows = new Map<number, QuarantineRow>(), early: EarlySettler[] = [];
    const take = (row: unknown) => {
      if (row === undefined) return;
      const found = rowOf(row as FoundRow);
      rows.set(found.id, found);
    };
    for (const key of keys) {
      take(this.#byKey.get(key));
      const settler = this.#early.get(key) as EarlyRow | undefined;
      if (settler !== undefined) early.push(earlyOf(settler));
    }
    for (const id of ids) take(this.#byId.get(id));
    const { id } = this.#lastId.get() as { id: number | null };
    return { rows: [...rows.values()], early, nextId: (id ?? 0) + 1 };
  }

  /** The rows of a part, and those that its records settled. */
  ofPart({ sourceId, topic, partition }: SourcePart): PartOfQuarantine {
    const rowsOf = (statement: StatementSync) =>
      (statement.all(sourceId, topic, partition) as unknown as FoundRow[]).map(rowOf);
    const early = this.#earlyByPart.all(sourceId, topic, partition) as unknown as EarlyRow[];
    return {
      ...{ rows: rowsOf(this.#ofPart), settled: rowsOf(this.#byPart), early: early.map(earlyOf) },
    };
  }

  write(changes: QuarantineChanges): void {
    for (const key of changes.droppedEarly) this.#dropEarly.run(key);
    for (const id of changes.reopened) this.#reopen.run(id);
    for (const id of changes.dropped) this.#drop.run(id);
    for (const row of changes.added) this.#add(row);
    for (const { id, settler } of changes.settled) this.#settle.run(...settledValues(settler), id);
    for (const { key, settler } of changes.early) {
      const text = (settler.isSkip ? SKIP : "") + storedText(settler.outcome);
      this.#noteEarly.run(key, text, settler.sourceId, settler.topic, settler.partition);
    }
  }

  #add({ id, key, row, place, settler }: NewQuarantineRow): void {
    this.#insert.run(
      ...[id, key, storedText(row.source), row.line, row.offset, row.reasons[0]!.rule],
      ...[JSON.stringify(row.reasons), storedText(row.raw), row.encoding ?? null],
      ...[place.ingestMs, place.sourceId, place.topic ?? EVENTS, place.partition],
      ...settler === null ? ["open", null, null, null, null] as const : settledValues(settler),
    );
  }
}

function settledValues({ outcome, isSkip, sourceId, topic, partition }: Settler) {
  const status = isSkip ? "skipped" : "replayed";
  return [status, storedText(outcome), sourceId, topic, partition] as const;
}

function rowOf(row: FoundRow): QuarantineRow {
  const { id, key, source_id, topic, partition, ingest_ms, rule, status, replayed_as } = row;
  return {
    ...{ id, key, rule },
    place: { sourceId: source_id, topic, partition, ingestMs: ingest_ms },
    settler: status === "open" ? null : settlerOf(row, replayed_as ?? "", status === "skipped"),
  };
}

function earlyOf(row: EarlyRow): EarlySettler {
  const { key, replayed_as } = row, isSkip = replayed_as.startsWith(SKIP);
  const outcome = isSkip ? replayed_as.slice(SKIP.length) : replayed_as;
  return { key, settler: settlerOf(row, outcome, isSkip) };
}

function settlerOf(
  { settled_source_id, settled_topic, settled_partition }: SettledColumns,
  outcome: string,
  isSkip: boolean,
): Settler {
  return {
    ...{ outcome: readText(outcome), isSkip, sourceId: settled_source_id },
    ...{ topic: settled_topic, partition: settled_partition },
  };
}
