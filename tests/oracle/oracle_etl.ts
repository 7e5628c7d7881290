// The slow, obvious ETL: one straight reading of the contract, to which the fast one is held.

import type { Ledger } from "../../domain/ledger.ts";
import type { RunFigures } from "../../domain/report.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import type { EnrichedView, View } from "../../domain/view.ts";
import { isUtf8, lossyText } from "./byte_text.ts";
import { enrichNaively } from "./enrich_naively.ts";
import type { NaiveFields } from "./naive_fields.ts";
import { keepOneOfDuplicates } from "./keep_one_of_duplicates.ts";

import { naiveFigures } from "./naive_figures.ts";
import { type InputFormat, readFields } from "./read_fields.ts";
import type { CatalogEntry } from "./runtime_of.ts";
import type { SourceRow } from "./source_row.ts";
import { reasonsOf, viewOf } from "./validate_naively.ts";

/** One input, uncompressed. Without `format` the name's ending tells it. */
export interface OracleInput {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly format?: InputFormat;
}

/** How the oracle runs: `nowMs` is the ingest time. */
export interface OracleOptions {
  readonly nowMs: number;
  readonly thresholds?: Thresholds;
  readonly catalog?: readonly CatalogEntry[];
}

/** All that a run must come to. `rows` are in the order of the output, `quarantine` in reading order. */
export interface OracleOutcome {
  readonly rows: readonly EnrichedView[];
  readonly quarantine: readonly QuarantinedRow[];
  readonly ledger: Ledger;
  readonly reasons: Readonly<Record<string, number>>;
  readonly excluded: Readonly<Record<string, number>>;
  readonly excludedHours: Readonly<Record<string, number>>;
  readonly figures: RunFigures;
}

/** Runs the whole ETL on inputs in memory. */
export function oracleEtl(inputs: readonly OracleInput[], options: OracleOptions): OracleOutcome {
  const { nowMs, thresholds = DEFAULT_THRESHOLDS, catalog = [] } = options;
  const views: View[] = [];
  const quarantine: QuarantinedRow[] = [];
  const excluded: NaiveFields[] = [];
  for (const input of inputs) {
    for (const { row, fields } of readFields(input.bytes, input.format ?? formatOf(input.name))) {
      const reasons = fields === null ? row.rowReasons : reasonsOf(fields, row.rowReasons, {
        earliestMs: thresholds.earliestMs,
        latestMs: nowMs + thresholds.futureToleranceMs,
      });
      if (reasons.length > 0) quarantine.push(quarantined(input.name, row, reasons));
      else if (fields?.excluded) excluded.push(fields);
      else if (fields !== null) views.push(viewOf(fields));
    }
  }
  const kept = keepOneOfDuplicates(views);
  const rows = enrichNaively(kept, catalog, thresholds);
  return {
    rows,
    quarantine,
    ledger: {
      read: views.length + quarantine.length + excluded.length,
      accepted: kept.length,
      duplicate: views.length - kept.length,
      quarantined: quarantine.length,
      excluded: excluded.length,
    },
    reasons: countEach(quarantine.map((row) => row.reasons[0]?.rule ?? "")),
    excluded: countEach(excluded.map((fields) => fields.excluded ?? "")),
    excludedHours: hoursOfEach(excluded),
    figures: naiveFigures(rows, thresholds),
  };
}

function formatOf(name: string): InputFormat {
  if (name.endsWith(".ndjson")) return "ndjson";
  return name.endsWith(".json") ? "json" : "csv";
}

function quarantined(
  source: string,
  row: SourceRow<unknown>,
  reasons: QuarantinedRow["reasons"],
): QuarantinedRow {
  const place = { source, line: row.line, offset: row.offset, reasons };
  return isUtf8(row.raw)
    ? { ...place, raw: lossyText(row.raw) }
    : { ...place, raw: row.raw.toBase64(), encoding: "base64" };
}

function hoursOfEach(rows: readonly NaiveFields[]): Record<string, number> {
  const hours: Record<string, number> = {};
  for (const { excluded, watchMinutes } of rows) {
    hours[excluded ?? ""] = (hours[excluded ?? ""] ?? 0) + watchMinutes / 60;
  }
  return hours;
}

function countEach(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
