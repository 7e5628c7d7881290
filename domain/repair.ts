// Repairs of quarantined rows: small steps that are plain data, so that a page, a file and the API share them.

import { COLUMN_NAMES } from "./columns.ts";
import type { Reason } from "./rule.ts";

/** What a step may work on: a field of the row, or `raw`, its text before it is read into fields. */
export const REPAIR_FIELDS = [...COLUMN_NAMES, "raw"] as const;
export type RepairField = typeof REPAIR_FIELDS[number];

/** Character sets in which bytes that are not UTF-8 may be read. */
export const REPAIR_CHARSETS = ["windows-1252", "utf-16le"] as const;

/** One change. A step that does not fit a value leaves it as it is. */
export type RepairStep =
  /** Gives the field this value; with `when: "empty"` only if it has none. */
  | {
    readonly kind: "set";
    readonly field: RepairField;
    readonly value: string;
    readonly when?: "always" | "empty" | undefined;
  }
  /** Removes white space around the value. */
  | { readonly kind: "trim"; readonly field: RepairField }
  /** Replaces each match of a regular expression; `$1` stands for its first group. */
  | {
    readonly kind: "replace";
    readonly field: RepairField;
    readonly pattern: string;
    readonly with: string;
  }
  /** Reads a date in a format such as `DD/MM/YYYY HH:mm`; `offset` is its zone, UTC without one. */
  | {
    readonly kind: "date";
    readonly field: "watch_date";
    readonly format: string;
    readonly offset?: string | undefined;
  }
  /** Reads a duration with its unit (`12m`, `1 h 30 min`, `0:45:10`) as minutes. */
  | { readonly kind: "unit"; readonly field: "watch_duration_minutes" }
  /** Replaces whole values. */
  | {
    readonly kind: "map";
    readonly field: RepairField;
    readonly values: Readonly<Record<string, string>>;
  }
  /** Reads bytes that are not UTF-8 in another character set. */
  | { readonly kind: "decode"; readonly charset: typeof REPAIR_CHARSETS[number] }
  /** Sets rows aside for good: all, or those whose field matches. */
  | {
    readonly kind: "skip";
    readonly reason: string;
    readonly field?: RepairField | undefined;
    readonly pattern?: string | undefined;
  };

/** Steps in the order in which they are taken; none replays rows as they are. */
export interface Repair {
  /** Names of a CSV row's cells, when the input's header is not at hand or not right. */
  readonly columns?: readonly string[] | undefined;
  readonly steps: readonly RepairStep[];
}

/** A row as named values. */
export type RowFields = Readonly<Record<string, unknown>>;

/** What a repair makes of one row. */
export interface RepairedRow {
  /**
   * `passes`: it keeps every rule now; `broken`: it breaks `reasons`; `skipped`: a step set it aside;
   * `unreadable`: its text cannot be read into fields.
   */
  readonly outcome: "passes" | "broken" | "skipped" | "unreadable";
  /** The fields as they came; null when the text could not be read. */
  readonly before: RowFields | null;
  readonly after: RowFields | null;
  readonly reasons: readonly Reason[];
  /** Why it was set aside. */
  readonly skip_reason: string | null;
}

/** Which open rows a repair is for; what is null does not limit. */
export interface RepairSelection {
  readonly ids?: readonly number[] | undefined;
  readonly rule?: string | null | undefined;
  readonly source?: string | null | undefined;
  readonly search?: string | null | undefined;
}

/** How many rows of a selection came out how. */
export interface RepairCounts {
  /** Rows that were tried. */
  readonly tried: number;
  readonly passes: number;
  readonly skipped: number;
  readonly unreadable: number;
  /** Rows that still break a rule, by the first they break. */
  readonly broken: Readonly<Record<string, number>>;
}

/** What `POST /api/quarantine/preview` answers; nothing is changed by it. */
export interface RepairPreview extends RepairCounts {
  /** The first rows of each outcome. */
  readonly examples: readonly (RepairedRow & { readonly id: number })[];
  /** Where to go on when the selection has more rows than one answer tries. */
  readonly next_cursor: string | null;
}

/** What `POST /api/quarantine/replay` answers for a selection and its repair. */
export interface RepairReplay extends RepairCounts {
  /** Rows that were appended to the log. */
  readonly replayed: number;
  readonly next_cursor: string | null;
}
