// Reads the tables of stores of before in today's columns: what they did not keep is made up from what they did.

import { DatabaseSync } from "node:sqlite";
import { DIMENSIONS } from "../../../domain/columns.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { EVENTS, QUARANTINE } from "../../core/ledger_changes.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { lockStore } from "./store_lock.ts";
import { storedVersion } from "./store_settings.ts";

/** The topic that a quarantined row was read from: rows of events are named by their place in the log. */
const TOPIC_OF_ROW =
  `CASE WHEN source LIKE '${EVENTS_TOPIC}/%' THEN ${EVENTS} ELSE ${QUARANTINE} END`;

/** What to select of a table so that it fits today's of that name. */
export function columnsOf(db: DatabaseSync, table: string): string {
  if (hasTopics(db, table)) return "*";
  switch (table) {
    case "ledger":
      return `*, ${EVENTS} AS topic`;
    case "quarantine": // a row that came back is counted with its view, which lies where the row did
      return `*, ${TOPIC_OF_ROW} AS topic,
        CASE status WHEN 'replayed' THEN source_id END AS settled_source_id,
        CASE status WHEN 'replayed' THEN ${EVENTS} END AS settled_topic,
        CASE status WHEN 'replayed' THEN partition END AS settled_partition`;
    default:
      return "*";
  }
}

/** Counts the rows of the quarantine's topic by themselves in `db`, as stores of before did not. */
export function splitLedger(old: DatabaseSync, db: DatabaseSync): void {
  if (hasTopics(old, "ledger")) return;
  db.exec(`
    INSERT INTO ledger SELECT source_id, topic, partition, ingest_ms / ${HOUR_MS}, 0, 0, count(*), 0
    FROM quarantine WHERE topic = ${QUARANTINE} AND status <> 'replayed' GROUP BY 1, 3, 4;
    UPDATE ledger SET quarantined = quarantined - coalesce((SELECT own.quarantined FROM ledger AS own
      WHERE own.source_id = ledger.source_id AND own.topic = ${QUARANTINE} AND
        own.partition = ledger.partition AND own.hour = ledger.hour), 0)
    WHERE topic = ${EVENTS};
    DELETE FROM ledger WHERE accepted = 0 AND duplicate = 0 AND quarantined = 0 AND excluded = 0`);
}

/** The version of tables that lack nothing but columns of dimensions. */
const LACKS_DIMENSIONS = "4";
/** The version that has them; its histograms are of wider bins, so it is derived again. */
const HAS_DIMENSIONS = "5";

/**
 * Gives a store of before the columns of dimensions that came later, empty. That takes no time, whatever its size:
 * the rows stay as they are.
 *
 * @throws {import("../../errors.ts").StoreLockedError} somebody writes to it
 */
export function addDimensions(path: string): void {
  const version = storedVersion(path);
  if (version === null || Number(version) >= Number(SCHEMA_VERSION)) return;
  const release = lockStore(path), db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
    for (const name of DIMENSIONS) {
      for (const table of ["views", "shadowed"]) addColumn(db, table, `${name}_id`);
      // No view of an hour had what nobody kept.
      if (addColumn(db, "ingest_hours", `no_${name}`)) {
        db.exec(`UPDATE ingest_hours SET no_${name} = accepted`);
      }
    }
    db.prepare(`UPDATE meta SET value = ? WHERE key = 'schema_version' AND value = ?`)
      .run(HAS_DIMENSIONS, LACKS_DIMENSIONS);
    db.exec("COMMIT");
  } finally {
    db.close();
    release();
  }
}

/** Answers whether a table that is there lacked the column. */
function addColumn(db: DatabaseSync, table: string, name: string): boolean {
  const isThere = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = ?`).get(table) !== undefined;
  if (!isThere || hasColumn(db, table, name)) return false;
  db.exec(`ALTER TABLE ${table} ADD COLUMN ${name} INTEGER NOT NULL DEFAULT 0`);
  return true;
}

function hasTopics(db: DatabaseSync, table: string): boolean {
  if (table !== "ledger" && table !== "quarantine") return true;
  return hasColumn(db, table, "topic");
}

function hasColumn(db: DatabaseSync, table: string, name: string): boolean {
  return db.prepare(`SELECT 1 FROM pragma_table_info(?) WHERE name = ?`).get(table, name) !==
    undefined;
}
