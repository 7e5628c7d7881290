// What of a file is looked at, as the page's address keeps it.

import { type Condition, formatCondition, parseCondition } from "./condition.ts";

/** The tabs of the page. */
export const TABS = ["rows", "columns", "groups", "layout"] as const;

export type Tab = typeof TABS[number];

/** What is shown. */
export interface ViewState {
  /** The address of the file; null for none, or for one of the reader's own. */
  readonly file: string | null;
  readonly tab: Tab;
  readonly where: readonly Condition[];
  readonly sort: { readonly column: string; readonly isDescending: boolean } | null;
  readonly groupBy: readonly string[];
  /** The column whose sum and mean are told of each group. */
  readonly measure: string | null;
  /** The row that stands open, counted within the file. */
  readonly row: number | null;
}

/** Reads an address; what it does not understand is left out. */
export function parseView(search: string): ViewState {
  const asked = new URLSearchParams(search);
  const tab = TABS.find((known) => known === asked.get("tab")) ?? "rows";
  const sort = asked.get("sort");
  const row = asked.get("row");
  return {
    file: asked.get("file") || null,
    tab,
    where: asked.getAll("where").map(parseCondition).filter((condition) => condition !== null),
    sort: sort ? { column: sort.replace(/^-/, ""), isDescending: sort.startsWith("-") } : null,
    groupBy: asked.getAll("by").filter((name) => name !== "").slice(0, 2),
    measure: asked.get("measure") || null,
    row: row !== null && /^\d{1,12}$/.test(row) ? Number(row) : null,
  };
}

/** The address's part after the path; empty for nothing. */
export function formatView(view: ViewState): string {
  const asked = new URLSearchParams();
  if (view.file !== null) asked.set("file", view.file);
  if (view.tab !== "rows") asked.set("tab", view.tab);
  for (const condition of view.where) asked.append("where", formatCondition(condition));
  if (view.sort !== null) asked.set("sort", (view.sort.isDescending ? "-" : "") + view.sort.column);
  for (const name of view.groupBy) asked.append("by", name);
  if (view.measure !== null) asked.set("measure", view.measure);
  if (view.row !== null) asked.set("row", String(view.row));
  return asked.size > 0 ? `?${asked}` : "";
}
