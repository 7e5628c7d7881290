// Answers by Idempotency-Key in a file, so that a request that is sent again after a restart is done once.

import { makeOwnFile } from "../../lake/disk/own_file.ts";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { AnsweredKeys, KeptAnswer } from "../ports.ts";

/** Oldest go first. */
const MAX_KEYS = 100_000;
/** How many keys come between two looks at what is to be forgotten. */
const FORGET_EVERY = 100;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  -- A power cut may take the last keys; rows sent again then count as duplicates.
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, answer TEXT NOT NULL, until_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS answers_by_age ON answers (until_ms);
`;

/** The file's keys; a kill of the process loses none. */
export class AnsweredKeysFile implements AnsweredKeys {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  readonly #keep: StatementSync;
  #kept = 0;

  /**
   * Opens the file, or makes it.
   *
   * @throws what SQLite throws when the file is damaged or the disk refuses
   */
  static open(path: string): AnsweredKeysFile {
    makeOwnFile(path);
    const database = new DatabaseSync(path);
    try {
      return new AnsweredKeysFile(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** In memory alone: what is answered once is answered once for as long as the process lives. */
  static inMemory(): AnsweredKeysFile {
    return new AnsweredKeysFile(new DatabaseSync(":memory:"));
  }

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#database.exec(SCHEMA);
    this.#find = this.#database.prepare(
      "SELECT body_hash, answer, until_ms FROM answers WHERE key = ? AND until_ms > ?",
    );
    this.#keep = this.#database.prepare("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)");
  }

  find(key: string, nowMs: number): KeptAnswer | null {
    const row = this.#find.get(key, nowMs);
    if (row === undefined) return null;
    return {
      bodyHash: String(row.body_hash),
      answer: String(row.answer),
      untilMs: Number(row.until_ms),
    };
  }

  keep(key: string, { bodyHash, answer, untilMs }: KeptAnswer, nowMs: number): void {
    this.#keep.run(key, bodyHash, answer, untilMs);
    if (this.#kept++ % FORGET_EVERY > 0) return;
    this.#database.prepare("DELETE FROM answers WHERE until_ms <= ?").run(nowMs);
    this.#database.prepare(
      `DELETE FROM answers WHERE key IN (SELECT key FROM answers ORDER BY until_ms DESC
       LIMIT -1 OFFSET ${MAX_KEYS})`,
    ).run();
  }

  close(): void {
    this.#database.close();
  }
}
