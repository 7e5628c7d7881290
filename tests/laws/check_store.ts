// Holds all that a store keeps against what the oracle makes of the same rows.

import assert from "node:assert/strict";
import { DIMENSIONS } from "../../domain/columns.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { compareUtf8, firstDifference } from "../oracle/compare_utf8.ts";
import type { OracleOutcome } from "../oracle/oracle_etl.ts";
import { naiveStoreTables } from "./naive_store_tables.ts";
import { readStoreTables } from "./read_store_tables.ts";

/** Views that the contract takes for the same one may differ in what is not shown. */
function rowsOf(rows: OracleOutcome["rows"]): OracleOutcome["rows"] {
  return rows.map((row) => row).sort((a, b) =>
    firstDifference(
      () => compareUtf8(a.userId, b.userId),
      () => a.startMs - b.startMs,
      () => compareUtf8(a.showName, b.showName),
      () => compareUtf8(a.episode, b.episode),
      () => a.watchMinutes - b.watchMinutes,
      ...DIMENSIONS.map((name) => () => compareUtf8(a[name], b[name])),
      () => compareUtf8(a.eventId, b.eventId),
    )
  );
}

/** Compares rows, sums, ledger, reasons and quarantined texts. */
export function checkStore(path: string, expected: OracleOutcome, thresholds: Thresholds): void {
  const found = readStoreTables(path, thresholds);
  assert.deepEqual(found.rows, rowsOf(expected.rows));
  assert.deepEqual(found.tables, naiveStoreTables(expected.rows, thresholds));
  const { read: _, ...ledger } = expected.ledger;
  assert.deepEqual({ ...found.ledger }, ledger);
  const counted = Object.entries(found.reasons).filter(([, rows]) => rows !== 0);
  assert.deepEqual(Object.fromEntries(counted), expected.reasons);
  const texts = (rows: readonly { readonly raw: string }[]) => rows.map(({ raw }) => raw).sort();
  assert.deepEqual(texts(found.quarantine), texts(expected.quarantine));
}
