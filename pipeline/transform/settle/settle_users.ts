// Settles the views of a range of users: in order, without duplicates, in sittings.

import type { Thresholds } from "../../../domain/scoring.ts";
import { dropDuplicates } from "./drop_duplicates.ts";
import { findSittings } from "./find_sittings.ts";
import { settleByKernel } from "./settle_by_kernel.ts";
import { sortViews } from "./sort_views.ts";
import type { ViewTable } from "./view_table.ts";

/**
 * Settles the table's users `[firstIndex, endIndex)` in place. Users are independent of each other, so
 * ranges may be settled in any order, by any thread.
 */
export function settleUsers(
  table: ViewTable,
  range: { readonly firstIndex: number; readonly endIndex: number },
  thresholds: Thresholds,
): void {
  if (settleByKernel(table, range, thresholds)) return;
  settleByScript(table, range, thresholds);
}

/** The same in JavaScript: the kernel's reference, and for what it does not take. */
export function settleByScript(
  table: ViewTable,
  range: { readonly firstIndex: number; readonly endIndex: number },
  thresholds: Thresholds,
): void {
  const { userStarts, kept } = table;
  for (let u = range.firstIndex; u < range.endIndex; u++) {
    const from = userStarts[u];
    sortViews(table, from, userStarts[u + 1]);
    kept[u] = dropDuplicates(table, from, userStarts[u + 1]);
    findSittings(table, from, from + kept[u], thresholds);
  }
}
