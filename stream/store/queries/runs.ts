// The ETL's runs that the store was told of.

import type { RunReport } from "../../../domain/report.ts";
import type { StoreContext } from "./store_context.ts";

const MAX_RUNS = 200;
/** What reports of older versions do not have. */
const KEYS_OF_LATER_REPORTS = { excluded_hours: {} };

/** Newest first. */
export function runs({ reader }: StoreContext): RunReport[] {
  const sql = `SELECT report FROM runs ORDER BY started_at DESC, run_id DESC LIMIT ${MAX_RUNS}`;
  return reader.rows<[string]>(sql).map(([report]) => ({
    ...KEYS_OF_LATER_REPORTS,
    ...JSON.parse(report) as RunReport,
  }));
}
