// Reads all that a store holds, with names instead of numbers, by statements of its own.

import { DIMENSIONS, forDimensions, SPARSE_COLUMNS } from "../../domain/columns.ts";
import { DatabaseSync } from "node:sqlite";
import { completionRate, engagementScore, type Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { readText } from "../../store/core/stored_text.ts";
import type { StoreTables } from "./naive_store_tables.ts";
import { inOrder, KINDS, SCOPES, type StoreContent, type StoreRecords } from "./store_content.ts";

const NAME = `CASE scope WHEN 0 THEN '' WHEN 1 THEN (SELECT name FROM shows WHERE shows.id = c.id)
  ELSE (SELECT name FROM labels WHERE labels.id = c.id) END`;

type Row = Record<string, number | string | null>;

/** Reads the store at `path`. */
export function readStoreTables(path: string, thresholds: Thresholds): StoreContent {
  const db = new DatabaseSync(path, { readOnly: true });
  const all = (sql: string) => db.prepare(sql).all().map(readTexts);
  try {
    return {
      rows: readRows(all, thresholds),
      tables: readTables(all),
      quarantine: all(`SELECT raw, reasons FROM quarantine`)
        .map(({ raw, reasons }) => ({ raw: String(raw), reasons: JSON.parse(String(reasons)) })),
      ledger: all(`SELECT total(accepted) AS accepted, total(duplicate) AS duplicate,
        total(quarantined) AS quarantined, total(excluded) AS excluded FROM ledger`)[0] as never,
      reasons: Object.fromEntries(
        all(`SELECT rule, sum(rows) AS rows FROM reasons GROUP BY rule`)
          .map(({ rule, rows }) => [rule, Number(rows)]),
      ),
      records: readRecords(all),
    };
  } finally {
    db.close();
  }
}

function readTables(all: (sql: string) => Row[]): StoreTables {
  const list = (sql: string) =>
    all(sql).map(({ a, b, ...numbers }) =>
      `${JSON.stringify(b === undefined ? [a] : [a, b])}: ${Object.values(numbers).join(" ")}`
    ).sort();
  return {
    cells: all(`SELECT *, ${NAME} AS name FROM cells AS c`).map((row) => {
      const key = JSON.stringify([SCOPES[Number(row.scope)], row.name, row.level, row.bucket]);
      const { accepted, qualified, binge, rated } = row;
      const counts = [accepted, qualified, binge, rated, row.minute_units, row.completion_units];
      return `${key}: ${[...counts, row.engagement_units].join(" ")}`;
    }).sort(),
    histograms: all(`SELECT *, ${NAME} AS name FROM histograms AS c WHERE level = 2`).map((row) => {
      const scope = SCOPES[Number(row.scope)], kind = KINDS[Number(row.kind)];
      return `${JSON.stringify([scope, row.name, row.bucket, kind, row.bin])}: ${row.views}`;
    }).sort(),
    users: list(`SELECT name AS a, accepted, qualified, minute_units,
      coalesce(first_qualified_ms, 'null'), last_ms FROM users WHERE accepted > 0`),
    shows: list(`SELECT name AS a, accepted, users FROM shows WHERE accepted > 0`),
    userShows: list(`SELECT users.name AS a, shows.name AS b, 1 AS n FROM user_shows
      JOIN shows ON shows.id = show_id JOIN users ON users.id = user_id`),
    userWeeks: list(`SELECT name AS a, week AS b, 1 AS n FROM user_weeks
      JOIN users ON users.id = user_id`),
    retention: list(`SELECT cohort AS a, week AS b, users FROM retention`),
  };
}

function readRows(all: (sql: string) => Row[], thresholds: Thresholds): EnrichedView[] {
  const named = DIMENSIONS.map((name) => `by_${name}.name AS ${name}`);
  const joined = DIMENSIONS.map((name) =>
    `LEFT JOIN labels AS by_${name} ON by_${name}.id = ${name}_id`
  );
  const rows = all(
    `SELECT users.name AS user, shows.name AS show, iif(episode_id = -1, '', e.name) AS episode,
      ${named.join(", ")}, v.*, coalesce((SELECT r.minutes FROM episode_runtimes AS r
        WHERE r.show_id = v.show_id AND r.episode_id = v.episode_id), runtime_minutes) AS runtime
    FROM views AS v JOIN users ON users.id = user_id JOIN shows ON shows.id = show_id
    LEFT JOIN labels AS e ON e.id = episode_id ${joined.join(" ")}`,
  );
  return inOrder(rows.map((row): EnrichedView => {
    const minutes = Number(row.minutes), episodes = Number(row.episodes);
    const rate = completionRate(minutes, row.runtime as number | null);
    return {
      userId: String(row.user),
      showName: String(row.show),
      watchMinutes: minutes,
      startMs: Number(row.start_ms),
      eventId: row.event_id === "" ? null : String(row.event_id),
      episode: row.episode as string | null,
      ...forDimensions((name) => row[name] as string | null),
      completionRate: rate,
      isBingeSession: episodes >= thresholds.bingeEpisodes,
      engagementScore: engagementScore(rate, episodes, thresholds),
      sittingStartMs: Number(row.sitting_start_ms),
    };
  }));
}

/** Rows as text: what they are about, then the sums in the last columns, `numbers` of them. */
function readRecords(all: (sql: string) => Row[]): StoreRecords {
  const lines = (sql: string, numbers = 0) =>
    all(sql).map((row) => {
      const values = Object.values(row), names = values.slice(0, values.length - numbers);
      const sums = numbers === 0 ? "" : `: ${values.slice(-numbers).join(" ")}`;
      return JSON.stringify(names) + sums;
    }).sort();
  return {
    views: lines(`SELECT users.name AS user, start_ms, shows.name AS show, minutes, event_id,
      sources.name AS source, partition, "offset", ingest_ms FROM views
      JOIN users ON users.id = user_id JOIN shows ON shows.id = show_id
      JOIN sources ON sources.id = source_id`),
    ledger: lines(
      `SELECT name, topic, partition, hour, accepted, duplicate, quarantined, excluded FROM ledger
      JOIN sources ON sources.id = source_id
      WHERE accepted + duplicate + quarantined + excluded > 0`,
      4,
    ),
    reasons: lines(
      `SELECT name, hour, rule, rows FROM reasons JOIN sources ON id = source_id WHERE rows > 0`,
      1,
    ),
    quarantine: lines(`SELECT key, status, replayed_as FROM quarantine`),
    removals: lines(`SELECT name, sum(rows) FROM removals JOIN sources ON sources.id = source_id
      GROUP BY name`),
    hours: lines(`SELECT * FROM ingest_hours WHERE accepted > 0`, 3 + SPARSE_COLUMNS.length),
  };
}

function readTexts(row: Record<string, unknown>): Row {
  const read = (value: unknown) => typeof value === "string" ? readText(value) : value;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, read(value)])) as Row;
}
