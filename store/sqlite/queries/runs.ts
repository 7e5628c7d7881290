// The ETL's runs that the store was told of, with what became of their imports.

import type { OlderImport } from "../../port.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { READING_VERSION, readingVersionOf } from "../../../domain/reading_version.ts";
import { auditPassed, type RunAnswer, type RunReport } from "../../../domain/report.ts";
import { readText } from "../../core/stored_text.ts";
import type { StoreContext } from "./store_context.ts";
import type { StoreReader } from "./store_reader.ts";

const MAX_RUNS = 200;
/** What reports of older versions do not have. */
const KEYS_OF_LATER_REPORTS = { excluded_hours: {} };

/** What the log says of sources, by their names. */
interface SourceStates {
  /** Rows that are counted. */
  readonly rows: ReadonlyMap<string, number>;
  /** The oldest rules that read them; sources of before have none. */
  readonly versions: ReadonlyMap<string, number>;
  /** When each was removed last, in milliseconds. */
  readonly removedMs: ReadonlyMap<string, number>;
}

/** Newest first. */
export function runs(context: StoreContext): RunAnswer[] {
  const states = readStates(context), reports = readReports(context);
  const newest = newestBySource(reports);
  return reports.map((report) => ({
    ...report,
    removed_at: removedAt(report, states, newest),
    older_rules: isOlder(report, states),
  }));
}

/** Imports that older rules read, by the bytes of their names. */
export function olderImports(context: StoreContext): OlderImport[] {
  const states = readStates(context), reports = readReports(context);
  const newest = newestBySource(reports);
  return [...states.rows].flatMap(([source, rows]) => {
    const version = states.versions.get(source), run = newest.get(source) ?? null;
    const isImport = version !== undefined || run !== null;
    return isImport && (version ?? 1) < READING_VERSION ? [{ source, rows, run }] : [];
  });
}

/** Reports as they were read last: a run's is never another one, so that a new one has another key. */
const kept = new WeakMap<StoreReader, { readonly key: string; readonly reports: RunReport[] }>();

function readReports({ reader }: StoreContext): RunReport[] {
  const key = JSON.stringify(reader.first(`SELECT count(*), max(started_at) FROM runs`));
  const known = kept.get(reader);
  if (known?.key === key) return known.reports;
  const sql = `SELECT report FROM runs ORDER BY started_at DESC, run_id DESC LIMIT ${MAX_RUNS}`;
  const reports = reader.rows<[string]>(sql).map(([report]) => ({
    ...KEYS_OF_LATER_REPORTS,
    ...JSON.parse(report) as RunReport,
  }));
  kept.set(reader, { key, reports });
  return reports;
}

function readStates({ reader }: StoreContext): SourceStates {
  const read = (sql: string) =>
    new Map(reader.rows<[string, number]>(sql).map(([name, value]) => [readText(name), value]));
  // A store of before may be asked until it is derived anew.
  const tables = reader.rows<[string]>(
    `SELECT name FROM sqlite_schema WHERE name IN ('imports', 'removals')`,
  );
  const isToday = tables.length === 2, none: ReadonlyMap<string, number> = new Map();
  return {
    rows: read(
      `SELECT name, sum(accepted + duplicate + quarantined + excluded) AS rows FROM ledger
        JOIN sources ON sources.id = source_id GROUP BY source_id HAVING rows > 0 ORDER BY name`,
    ),
    versions: !isToday ? none : read(
      `SELECT name, min(reading_version) FROM imports JOIN sources ON sources.id = source_id
        GROUP BY source_id`,
    ),
    removedMs: !isToday ? none : read(
      `SELECT name, max(at) FROM (SELECT source_id, min(at_ms) AS at FROM removals
        GROUP BY id, source_id) JOIN sources ON sources.id = source_id GROUP BY source_id`,
    ),
  };
}

/** The newest run that was published, for each of its inputs. */
function newestBySource(reports: readonly RunReport[]): Map<string, RunReport> {
  const newest = new Map<string, RunReport>();
  for (const report of reports) {
    if (!auditPassed(report.expectations ?? [])) continue;
    for (const { path } of report.inputs ?? []) {
      if (!newest.has(path)) newest.set(path, report);
    }
  }
  return newest;
}

/** When the last of its inputs was removed; null while one counts. */
function removedAt(
  report: RunReport,
  { rows, removedMs }: SourceStates,
  newest: ReadonlyMap<string, RunReport>,
): string | null {
  const startedMs = Date.parse(report.started_at);
  let lastMs = -Infinity;
  for (const { path } of report.inputs ?? []) {
    const atMs = removedMs.get(path);
    // Clocks differ: what is counted now is the newest run's, whenever that began.
    const counts = rows.has(path) && newest.get(path) === report;
    if (atMs === undefined || atMs < startedMs || counts) return null;
    lastMs = Math.max(lastMs, atMs);
  }
  return lastMs === -Infinity ? null : formatInstant(lastMs);
}

function isOlder(
  report: RunReport,
  { rows, versions, removedMs }: SourceStates,
): boolean {
  if (readingVersionOf(report.parameters ?? {}) >= READING_VERSION) return false;
  const startedMs = Date.parse(report.started_at);
  return (report.inputs ?? []).some(({ path }) =>
    rows.has(path) && (removedMs.get(path) ?? -Infinity) < startedMs &&
    (versions.get(path) ?? 1) < READING_VERSION
  );
}
