// What a store holds, whichever adapter keeps it: names instead of numbers, in an order that depends on nothing else.

import { DIMENSIONS, FILTER_COLUMNS } from "../../domain/columns.ts";
import type { EnrichedView } from "../../domain/view.ts";
import { compareUtf8, firstDifference } from "../oracle/compare_utf8.ts";
import type { StoreTables } from "./naive_store_tables.ts";

/** A store's views in the order of the output, its sums, and what it quarantined. */
export interface StoreContent {
  readonly rows: readonly EnrichedView[];
  readonly tables: StoreTables;
  readonly quarantine: readonly { readonly raw: string; readonly reasons: unknown }[];
  readonly ledger: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  /** Rows as text, by what they are about: no order in which the log is read changes them. */
  readonly records: StoreRecords;
}

/** Where in the log views lay, and what was counted there. */
export interface StoreRecords {
  readonly views: readonly string[];
  readonly ledger: readonly string[];
  readonly reasons: readonly string[];
  readonly quarantine: readonly string[];
  readonly removals: readonly string[];
  /** By hour of ingest: accepted and qualified views, millionths of minutes, views without episode, device, country. */
  readonly hours: readonly string[];
}

/** Views in the order of the output. */
export function inOrder(rows: readonly EnrichedView[]): EnrichedView[] {
  return rows.toSorted((a, b) =>
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

/** What rollups are about, and what histograms are of, by their numbers. */
export const SCOPES: readonly string[] = ["all", "show", ...FILTER_COLUMNS];
export const KINDS = ["completion", "duration"];
