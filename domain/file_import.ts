// A file that somebody hands to the service: looked at first, sent only when they say so.

import { inputEnding } from "./input_name.ts";
import type { Ledger } from "./ledger.ts";
import type { QuarantinedRow } from "./rule.ts";

/** `reading` ends in `ready` or `refused`; `publishing` in `published`, `stopped` or `refused`. */
export type ImportStage =
  | "reading"
  | "ready"
  | "refused"
  | "publishing"
  | "published"
  | "stopped";

/** What the file would come to, by the ETL's own run over it. */
export interface ImportPreview {
  /** As a report has it: `csv`, `ndjson.gz`, `netflix` … */
  readonly format: string;
  readonly ledger: Ledger;
  /** Quarantined rows by the first rule they broke. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Rows left out on purpose, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Their watch hours, by reason. */
  readonly excluded_hours: Readonly<Record<string, number>>;
  /** The first quarantined rows of each rule. */
  readonly examples: readonly QuarantinedRow[];
  readonly qualified_views: number;
  readonly watch_hours: number;
  readonly binge_views: number;
  readonly users: number;
  readonly shows: number;
  readonly first_watch_date: string | null;
  readonly last_watch_date: string | null;
  /** Columns that no rule or output uses. */
  readonly ignored_columns: readonly string[];
  /** Imports of older rules whose place it takes: their rows are removed as it is published. */
  readonly replaces: readonly string[];
}

/** Where an import is; the answer of `/api/imports`. */
export interface FileImport {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly stage: ImportStage;
  /** Share of the stage that is done, 0–1. */
  readonly progress: number;
  /** Why it was refused, or why it may not be published. */
  readonly problem: string | null;
  /** Null until the file is read. */
  readonly preview: ImportPreview | null;
  /** Rows that the log has durably. */
  readonly sent: number;
  /** The ledger's name for the file once it is published. */
  readonly source: string | null;
  /** The ledger of that source before; null without one. */
  readonly ledger_before: Ledger | null;
  /** The run that published it. */
  readonly run_id: string | null;
}

/** As long as names may be where they are longest. */
export const MAX_NAME_UNITS = 255;
/** What a name is cut to: others are made from it, and a file system has 255 bytes for each. */
const MAX_STEM_BYTES = 120;

/** The name that a file is kept under, or null when it is none that the ETL reads. */
export function importName(name: string): string | null {
  const base = (name.split(/[/\\]/).at(-1) ?? "").toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, "_").replace(/^\.+/, "").trim();
  if (base.length > MAX_NAME_UNITS) return null;
  const ending = inputEnding(base);
  if (ending === null) return null;
  const stem = base.slice(0, -ending.length);
  // A folder's files of that name are catalogs to the ETL.
  const told = /^catalog/i.test(stem) ? `views of ${stem}` : stem || "views";
  return cutToBytes(told, MAX_STEM_BYTES) + ending;
}

/** The longest beginning of whole characters that has so few bytes. */
function cutToBytes(text: string, maxBytes: number): string {
  const room = new Uint8Array(maxBytes);
  const { read } = new TextEncoder().encodeInto(text, room);
  return text.slice(0, read);
}
