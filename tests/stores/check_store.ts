// Holds all that a store keeps against what the oracle makes of the same rows.

import assert from "node:assert/strict";
import type { Thresholds } from "../../domain/scoring.ts";
import type { OracleOutcome } from "../oracle/oracle_etl.ts";
import { naiveStoreTables } from "./naive_store_tables.ts";
import { inOrder, type StoreContent } from "./store_content.ts";

/** Compares rows, sums, ledger, reasons and quarantined texts. */
export function checkStore(
  found: StoreContent,
  expected: OracleOutcome,
  thresholds: Thresholds,
): void {
  // Views that the contract takes for the same one may differ in what is not shown.
  assert.deepEqual(found.rows, inOrder(expected.rows));
  assert.deepEqual(found.tables, naiveStoreTables(expected.rows, thresholds));
  const { read: _, ...ledger } = expected.ledger;
  assert.deepEqual({ ...found.ledger }, ledger);
  const counted = Object.entries(found.reasons).filter(([, rows]) => rows !== 0);
  assert.deepEqual(Object.fromEntries(counted), expected.reasons);
  const texts = (rows: readonly { readonly raw: string }[]) => rows.map(({ raw }) => raw).sort();
  assert.deepEqual(texts(found.quarantine), texts(expected.quarantine));
}
