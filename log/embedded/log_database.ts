// The embedded log's file: one SQLite database in WAL mode. What its tables hold, and how it is opened.

import { closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { diskTrouble } from "../../domain/disk_trouble.ts";
import { makeOwnFile } from "../../lake/disk/own_file.ts";
import { LogTopicError, LogVersionError } from "../errors.ts";
import type { PartitionOffsets } from "../port.ts";

/** Raised when the tables change; a log of a newer version is refused, never made anew. */
const VERSION = 1;
/** How long a connection waits for another one: commits and checkpoints take milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * `batches` has one row for each partition that a commit touches: its records, encoded one after the other
 * (`record_codec.ts`), with a CRC-32, because SQLite does not notice a changed byte by itself. The offsets of
 * `partitions` outlive the batches that retention removes.
 */
const TABLES = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL);
CREATE TABLE partitions(topic_id INTEGER, partition INTEGER, first_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY(topic_id, partition)) WITHOUT ROWID;
CREATE TABLE batches(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, partition INTEGER NOT NULL,
  base_offset INTEGER NOT NULL, records INTEGER NOT NULL, ingest_ms INTEGER NOT NULL, crc INTEGER NOT NULL,
  data BLOB NOT NULL);
CREATE UNIQUE INDEX batches_by_offset ON batches(topic_id, partition, base_offset);
`;

/** The log's file in its folder. */
export function databasePath(root: string): string {
  return join(root, "log.db");
}

/**
 * Opens the file for the log's one writer, making it when there is none. Every commit is synced before it is
 * visible: WAL mode shows a transaction to readers after its frames are on the disk.
 *
 * @throws {LogVersionError} a newer version of Playhead wrote it
 */
export function openForWriting(path: string): DatabaseSync {
  makeOwnFile(path);
  const db = new DatabaseSync(path);
  try {
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    const version = versionOf(db);
    if (version > VERSION) throw newerVersion(path, version);
    if (version === 0) makeTables(db);
    // Also of a file that another tool wrote, as `VACUUM INTO` does.
    db.exec("PRAGMA journal_mode = WAL");
    db.exec("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864");
    bringIn(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** What a killed process left in the WAL is on the disk before it counts again, and then in the file. */
function bringIn(db: DatabaseSync, path: string): void {
  const wal = `${path}-wal`;
  if (existsSync(wal)) syncFile(wal);
  try {
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    // It is read from the WAL as well, and commits say that there is no room.
    if (diskTrouble(error) !== "full") throw error;
  }
}

function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Opens the file for a reader, in any thread or process. */
export function openForReading(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    const version = versionOf(db);
    if (version > VERSION) throw newerVersion(path, version);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The log's identity: made with the file, so that another log at the same place is told from it. */
export function identityOf(db: DatabaseSync): string {
  const row = db.prepare("SELECT value FROM meta WHERE key = 'id'").get() as { value: string };
  return row.value;
}

/** A topic's row. */
export interface StoredTopic {
  readonly id: number;
  readonly topic: string;
  readonly partitions: number;
}

/** All topics by name. */
export function storedTopics(db: DatabaseSync): readonly StoredTopic[] {
  return db.prepare("SELECT id, name AS topic, partitions FROM topics ORDER BY name")
    .all() as unknown as StoredTopic[];
}

/** @throws {LogTopicError} there is no such topic */
export function storedTopic(db: DatabaseSync, topic: string): StoredTopic {
  const found = storedTopics(db).find((one) => one.topic === topic);
  if (found !== undefined) return found;
  throw new LogTopicError(`the topic must be in the log (got "${topic}")`);
}

/** What each partition of a topic holds. @throws {LogTopicError} there is no such topic */
export function readOffsets(db: DatabaseSync, topic: string): readonly PartitionOffsets[] {
  const { id } = storedTopic(db, topic);
  return prepareOffsets(db).all(id).map((row) => ({ ...row })) as unknown as PartitionOffsets[];
}

/** Gives {@link PartitionOffsets} for the id of a topic. */
export function prepareOffsets(db: DatabaseSync): StatementSync {
  return db.prepare(
    `SELECT partition, first_offset AS firstOffset, end_offset AS endOffset
     FROM partitions WHERE topic_id = ? ORDER BY partition`,
  );
}

/** Fails for what cannot be the name of a topic (Kafka's rule). */
export function checkTopicName(name: string): string {
  if (/^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== "." && name !== "..") return name;
  throw new RangeError(
    `a topic's name must be 1 to 249 letters, digits, ".", "_" or "-" (got ${
      JSON.stringify(name)
    })`,
  );
}

function versionOf(db: DatabaseSync): number {
  const { user_version } = db.prepare("PRAGMA user_version").get() as { user_version: number };
  return user_version;
}

function makeTables(db: DatabaseSync): void {
  // Both can be chosen only while the file is empty; freed pages go back to the disk bit by bit.
  db.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.exec("BEGIN IMMEDIATE");
  db.exec(TABLES);
  db.prepare("INSERT INTO meta VALUES ('id', ?)").run(crypto.randomUUID());
  db.exec(`PRAGMA user_version = ${VERSION}; COMMIT`);
}

function newerVersion(path: string, version: number): LogVersionError {
  return new LogVersionError(
    `${path} must be of version ${VERSION} or older (got ${version}): a newer Playhead wrote it, start that one`,
  );
}
