// The tables of the log's places: how far its partitions are read, what they lack, what imports and removals told.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SourcePart } from "../../core/ledger_changes.ts";
import type { ImportNote, PositionChange, RemovalNote } from "../../core/store_changes.ts";
import type { LogPart } from "../../core/store_tables.ts";
import type { MissingOffsets, StorePosition } from "../../port.ts";

interface PositionRow {
  readonly topic: string;
  readonly partition: number;
  readonly next_offset: number;
  readonly last_offset: number | null;
  readonly last_mark: number | null;
}

/** The tables `positions`, `missing`, `imports` and `removals`, and the count of moved views. */
export class LogTables {
  readonly #readPosition: StatementSync;
  readonly #readPositions: StatementSync;
  readonly #setPosition: StatementSync;
  readonly #addMissing: StatementSync;
  readonly #forgetLast: StatementSync;
  readonly #addMoved: StatementSync;
  readonly #noteImport: StatementSync;
  readonly #forgetImports: StatementSync;
  readonly #noteRemoval: StatementSync;

  constructor(db: DatabaseSync) {
    this.#readPosition = db.prepare(
      `SELECT next_offset FROM positions WHERE topic = ? AND partition = ?`,
    );
    this.#readPositions = db.prepare(
      `SELECT topic, partition, next_offset, last_offset, last_mark FROM positions`,
    );
    this.#setPosition = db.prepare(
      `INSERT INTO positions VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET next_offset = max(next_offset, excluded.next_offset),
        last_offset = coalesce(excluded.last_offset, last_offset),
        last_mark = coalesce(excluded.last_mark, last_mark)`,
    );
    this.#addMissing = db.prepare(
      `INSERT INTO missing VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET to_offset = max(to_offset, excluded.to_offset)`,
    );
    this.#forgetLast = db.prepare(
      `UPDATE positions SET last_offset = NULL, last_mark = NULL WHERE topic = ? AND partition = ?`,
    );
    this.#addMoved = db.prepare(
      `INSERT INTO meta VALUES ('moved', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value`,
    );
    this.#noteImport = db.prepare(`INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?)`);
    this.#forgetImports = db.prepare(`DELETE FROM imports WHERE source_id = ? AND partition = ?`);
    this.#noteRemoval = db.prepare(`INSERT OR REPLACE INTO removals VALUES (?, ?, ?, ?, ?, ?)`);
  }

  /** Where a partition goes on; null before its first batch. */
  positionOf({ topic, partition }: LogPart): number | null {
    const row = this.#readPosition.get(topic, partition) as { next_offset: number } | undefined;
    return row?.next_offset ?? null;
  }

  /** Where each partition goes on that has had a batch. */
  positions(): readonly StorePosition[] {
    const rows = this.#readPositions.all() as unknown as PositionRow[];
    return rows.map(({ topic, partition, next_offset, last_offset, last_mark }) => ({
      ...{ topic, partition, nextOffset: next_offset },
      last: last_offset === null || last_mark === null
        ? null
        : { offset: last_offset, mark: last_mark },
    }));
  }

  move(changes: readonly PositionChange[]): void {
    for (const { topic, partition, nextOffset, last } of changes) {
      this.#setPosition.run(topic, partition, nextOffset, last?.offset ?? null, last?.mark ?? null);
    }
  }

  /** Notes offsets that cannot be read any more, and goes on behind them. */
  skip({ topic, partition, from, to }: MissingOffsets, atMs: number): void {
    this.#addMissing.run(topic, partition, from, to, atMs);
    this.#setPosition.run(topic, partition, to, null, null);
    this.#forgetLast.run(topic, partition);
  }

  noteImports(notes: readonly ImportNote[]): void {
    for (const { sourceId, partition, offset, readingVersion } of notes) {
      this.#noteImport.run(sourceId, partition, offset, readingVersion);
    }
  }

  forgetImports({ sourceId, partition }: SourcePart): void {
    this.#forgetImports.run(sourceId, partition);
  }

  noteRemovals(notes: readonly RemovalNote[]): void {
    for (const { removal, topic, partition, sourceId, rows, atMs } of notes) {
      this.#noteRemoval.run(removal, topic, partition, sourceId, rows, atMs);
    }
  }

  /** Counts views that went from their place. */
  addMoved(views: number): void {
    this.#addMoved.run(String(views));
  }
}
