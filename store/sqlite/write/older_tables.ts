// Reads the tables of stores of before in today's columns: what they did not keep is made up from what they did.

import type { DatabaseSync } from "node:sqlite";
import { HOUR_MS } from "../../../domain/time.ts";
import { EVENTS, QUARANTINE } from "../../core/ledger_changes.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";

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

function hasTopics(db: DatabaseSync, table: string): boolean {
  if (table !== "ledger" && table !== "quarantine") return true;
  return hasColumn(db, table, "topic");
}

function hasColumn(db: DatabaseSync, table: string, name: string): boolean {
  return db.prepare(`SELECT 1 FROM pragma_table_info(?) WHERE name = ?`).get(table, name) !==
    undefined;
}
