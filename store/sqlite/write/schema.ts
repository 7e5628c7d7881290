// The store's tables. One SQLite file holds state, rollups, ledger, quarantine and positions, so that one
// transaction can change them together.

import { DIMENSIONS, FILTER_COLUMNS } from "../../../domain/columns.ts";
import type { DatabaseSync } from "node:sqlite";

export * from "../../core/buckets.ts";

/** Raised when the tables change; an older store is derived again from its views, unless older_tables.ts can add it. */
export const SCHEMA_VERSION = "6";

const DIMENSION_IDS = DIMENSIONS.map((name) => `${name}_id INTEGER NOT NULL DEFAULT 0`).join(", ");
const FILTER_IDS = FILTER_COLUMNS.map((name) => `${name}_id`).join(", ");

const TABLES = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Where the consumer goes on, by partition.
-- last_mark tells the last record that was applied from any other: see record_mark.ts.
CREATE TABLE positions(topic TEXT, partition INTEGER, next_offset INTEGER NOT NULL, last_offset INTEGER,
  last_mark INTEGER, PRIMARY KEY(topic, partition)) WITHOUT ROWID;
-- Offsets [from_offset, to_offset) that the log had no more when they were to be read.
CREATE TABLE missing(topic TEXT, partition INTEGER, from_offset INTEGER, to_offset INTEGER NOT NULL,
  at_ms INTEGER NOT NULL, PRIMARY KEY(topic, partition, from_offset)) WITHOUT ROWID;
CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, accepted INTEGER NOT NULL DEFAULT 0,
  qualified INTEGER NOT NULL DEFAULT 0, minute_units INTEGER NOT NULL DEFAULT 0,
  first_qualified_ms INTEGER, last_ms INTEGER);
CREATE TABLE shows(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, genre TEXT, runtime_minutes REAL,
  runtime_inferred INTEGER NOT NULL DEFAULT 0, accepted INTEGER NOT NULL DEFAULT 0,
  users INTEGER NOT NULL DEFAULT 0);
-- Episodes and dimensions. In views 0 stands for one that is missing, -1 for an episode that is empty.
CREATE TABLE labels(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE episode_runtimes(show_id INTEGER, episode_id INTEGER, minutes REAL NOT NULL,
  PRIMARY KEY(show_id, episode_id)) WITHOUT ROWID;
CREATE TABLE sources(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- Every accepted view. Completion, engagement and binge are derived from minutes, runtime and episodes
-- (distinct qualified episodes of its show in its sitting) when they are read.
CREATE TABLE views(user_id INTEGER, start_ms INTEGER, show_id INTEGER, episode_id INTEGER, minutes REAL,
  event_id TEXT, ${DIMENSION_IDS},
  sitting_start_ms INTEGER NOT NULL, episodes INTEGER NOT NULL, ingest_ms INTEGER NOT NULL,
  source_id INTEGER NOT NULL, partition INTEGER NOT NULL, "offset" INTEGER NOT NULL,
  PRIMARY KEY(user_id, start_ms, show_id, episode_id, minutes, event_id)) WITHOUT ROWID;
CREATE UNIQUE INDEX views_by_event ON views(user_id, event_id) WHERE event_id <> '';
-- What views are filtered by lies in the indexes, so that a range can be filtered without its rows.
CREATE INDEX views_by_start ON views(start_ms, ${FILTER_IDS});
CREATE INDEX views_by_show ON views(show_id, start_ms, ${FILTER_IDS});
-- Views that are duplicates of a better one from elsewhere: when that one's import is removed, the best of them
-- stands in for it. Of each source and partition the best one is enough. key is that of keep_one.ts.
CREATE TABLE shadowed(user_id INTEGER, key TEXT, source_id INTEGER, partition INTEGER, start_ms INTEGER NOT NULL,
  show_id INTEGER NOT NULL, episode_id INTEGER NOT NULL, minutes REAL NOT NULL, event_id TEXT NOT NULL,
  ${DIMENSION_IDS}, ingest_ms INTEGER NOT NULL, "offset" INTEGER NOT NULL,
  PRIMARY KEY(user_id, key, source_id, partition)) WITHOUT ROWID;
CREATE INDEX shadowed_by_source ON shadowed(source_id, partition);
-- Rollups: accepted and minute_units over all accepted views, the others over qualified ones. changed is the
-- commit in which a view of the bucket last came, went or became another.
CREATE TABLE cells(scope INTEGER, level INTEGER, id INTEGER, bucket INTEGER, accepted INTEGER NOT NULL,
  qualified INTEGER NOT NULL, binge INTEGER NOT NULL, rated INTEGER NOT NULL,
  minute_units INTEGER NOT NULL, completion_units INTEGER NOT NULL, engagement_units INTEGER NOT NULL,
  changed INTEGER NOT NULL, PRIMARY KEY(scope, level, id, bucket)) WITHOUT ROWID;
CREATE TABLE histograms(scope INTEGER, level INTEGER, id INTEGER, bucket INTEGER, kind INTEGER, bin INTEGER,
  views INTEGER NOT NULL, PRIMARY KEY(scope, level, id, bucket, kind, bin)) WITHOUT ROWID;
-- Which shows a user has views of, and the weeks of their qualified views.
CREATE TABLE user_shows(user_id INTEGER, show_id INTEGER, PRIMARY KEY(user_id, show_id)) WITHOUT ROWID;
CREATE INDEX user_shows_by_show ON user_shows(show_id);
CREATE TABLE user_weeks(user_id INTEGER, week INTEGER, PRIMARY KEY(user_id, week)) WITHOUT ROWID;
-- By the week of a user's first qualified view.
CREATE TABLE retention(cohort INTEGER, week INTEGER, users INTEGER NOT NULL,
  PRIMARY KEY(cohort, week)) WITHOUT ROWID;
-- read is the sum of the four; hours are of ingest time. topic is 0 for events, 1 for the quarantine.
CREATE TABLE ledger(source_id INTEGER, topic INTEGER, partition INTEGER, hour INTEGER, accepted INTEGER NOT NULL,
  duplicate INTEGER NOT NULL, quarantined INTEGER NOT NULL, excluded INTEGER NOT NULL,
  PRIMARY KEY(source_id, topic, partition, hour)) WITHOUT ROWID;
-- The rules that files were read by whose rows were sent.
CREATE TABLE imports(source_id INTEGER, partition INTEGER, "offset" INTEGER, reading_version INTEGER NOT NULL,
  PRIMARY KEY(source_id, partition, "offset")) WITHOUT ROWID;
-- What left the ledger, by the control record that removed it.
CREATE TABLE removals(id TEXT, topic INTEGER, partition INTEGER, source_id INTEGER NOT NULL,
  rows INTEGER NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(id, topic, partition)) WITHOUT ROWID;
CREATE TABLE reasons(source_id INTEGER, hour INTEGER, rule TEXT, rows INTEGER NOT NULL,
  PRIMARY KEY(source_id, hour, rule)) WITHOUT ROWID;
-- source_id, topic and partition say in which cell of the ledger the row is counted, settled_… which record of
-- which source settled it.
CREATE TABLE quarantine(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
  line INTEGER NOT NULL, "offset" INTEGER NOT NULL, rule TEXT NOT NULL, reasons TEXT NOT NULL,
  raw TEXT NOT NULL, encoding TEXT, ingest_ms INTEGER NOT NULL, source_id INTEGER NOT NULL,
  partition INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'open',
  replayed_as TEXT, -- topic/partition@offset of the record that it came back as
  topic INTEGER NOT NULL DEFAULT 0, settled_source_id INTEGER, settled_topic INTEGER, settled_partition INTEGER);
-- Repairs whose row has not been read yet: the log's partitions are read in any order.
CREATE TABLE early_repairs(key TEXT PRIMARY KEY, replayed_as TEXT NOT NULL, settled_source_id INTEGER,
  settled_topic INTEGER, settled_partition INTEGER) WITHOUT ROWID;
CREATE INDEX quarantine_by_rule ON quarantine(rule, id);
CREATE INDEX quarantine_by_status ON quarantine(status, rule, source);
CREATE TABLE runs(run_id TEXT PRIMARY KEY, started_at TEXT NOT NULL, report TEXT NOT NULL) WITHOUT ROWID;
`;

/** Makes the tables in an empty database, within the caller's transaction. */
export function createSchema(db: DatabaseSync): void {
  db.exec(TABLES);
}
