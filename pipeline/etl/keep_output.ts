// Keeps an output that has rows from being replaced by nothing, unless that is wanted.

import type { ExpectationResult } from "../../domain/report.ts";
import { countOutputRows } from "./count_output_rows.ts";

/**
 * The failed expectation of a run without accepted rows whose output would replace one with rows; null when
 * there is nothing to keep.
 */
export async function keepOutput(
  outPath: string,
  acceptedRows: number,
): Promise<ExpectationResult | null> {
  if (acceptedRows > 0) return null;
  const rows = await countOutputRows(outPath);
  if (rows === 0) return null;
  const there = rows === null ? "cannot be read" : `has ${rows} ${rows === 1 ? "row" : "rows"}`;
  return {
    id: "output.not_emptied",
    description: "A run that accepts no row does not replace an output that has rows",
    observed: 0,
    limit: `≥ 1 while the output there ${there} (--allow-empty replaces it)`,
    passed: false,
    severity: "error",
    unit: "rows",
  };
}
