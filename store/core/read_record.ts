// Reads a record of the log as the store counts it: a view, a row that breaks a rule, or nothing of its own.

import { LAST_INSTANT_MS } from "../../domain/instant.ts";
import { OTHER_SOURCES } from "../../domain/ledger.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import { type Reason, reason, RULE_IDS } from "../../domain/rule.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { View } from "../../domain/view.ts";
import { fieldsFromJson } from "../../pipeline/transform/fields_from_json.ts";
import { parseObject } from "../../pipeline/transform/parse_json_object.ts";
import { readRowText, wholeRowReasons } from "../../pipeline/transform/scan/row_collector.ts";
import { validateFields } from "../../pipeline/transform/validate_fields.ts";
import type { LogRecord } from "../../log/port.ts";
import {
  EVENTS_TOPIC,
  IMPORT_KIND,
  QUARANTINE_TOPIC,
  REMOVAL_HEADER,
  RETRACT_KIND,
  SOURCE_HEADER,
} from "../../log/topics.ts";

/** What a record is. `source` is where it is counted. */
export type StoreRecord =
  | { readonly kind: "view"; readonly view: View; readonly source: string }
  | { readonly kind: "bad"; readonly row: QuarantinedRow; readonly source: string }
  /** About a row that is counted already: a copy that the consumer itself wrote, or a note on it. */
  | { readonly kind: "copy" }
  /** What is to be known of a source whose rows are sent. */
  | { readonly kind: "import"; readonly source: string }
  /** The word that all that a source has before it in its partition is removed. */
  | { readonly kind: "retraction"; readonly source: string; readonly removal: string };

/** Where a record lies. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
}

const decoder = new TextDecoder();
/** As long as a file's path may be: any program may send a header, of any length. */
const MAX_SOURCE_LENGTH = 4_096;
/** More than any row breaks: each rule, some for several fields. */
const MAX_REASONS = 100;
const KNOWN_RULES: ReadonlySet<unknown> = new Set(RULE_IDS);

/** Reads a record with the rules of the ETL; its time in the log is its ingest time. */
export function readRecord(
  record: LogRecord,
  place: RecordPlace,
  thresholds: Thresholds,
): StoreRecord {
  const { kind, source } = record.headers;
  if (kind === RETRACT_KIND && source !== undefined) {
    // Nothing is counted under so long a name, and the place of those that are too long is not one source's.
    if (source.length > MAX_SOURCE_LENGTH) return { kind: "copy" };
    return { kind: "retraction", source, removal: record.headers[REMOVAL_HEADER] ?? "" };
  }
  if (kind === IMPORT_KIND && source !== undefined && place.topic === QUARANTINE_TOPIC) {
    return { kind: "import", source: countedSource(source) };
  }
  if (place.topic !== QUARANTINE_TOPIC) return readEvent(record, place, thresholds);
  if (kind === "copy" || kind === "skip") return { kind: "copy" };
  const row = readQuarantined(record.value);
  if (row !== null) return { kind: "bad", row, source: countedSource(row.source) };
  const columns = reason("row.columns", null, "not a quarantined row");
  return badRecord(record, place, [columns], place.topic);
}

function readEvent(
  record: LogRecord,
  place: RecordPlace,
  thresholds: Thresholds,
): StoreRecord {
  const source = sourceOf(record);
  const row = readRowText(record.value), whole = wholeRowReasons(row);
  const { refusal } = record;
  const object = refusal === undefined ? parseObject(row.text) : null;
  if (object === null) {
    const reasons = [reason("row.columns", null, refusal ?? "not a JSON object"), ...whole];
    return badRecord(record, place, reasons, source);
  }
  // Without a time of its own nothing can be said to lie ahead of it.
  const context = { nowMs: record.ingestTimeMs || LAST_INSTANT_MS, thresholds };
  const outcome = validateFields(fieldsFromJson(object), context, whole);
  return outcome.kind === "view"
    ? { kind: "view", view: outcome.view, source }
    : badRecord(record, place, outcome.reasons, source);
}

function sourceOf({ headers }: LogRecord): string {
  return countedSource(headers[SOURCE_HEADER] ?? EVENTS_TOPIC);
}

/** Where the ledger counts what names this source. */
export function countedSource(source: string): string {
  return source.length > MAX_SOURCE_LENGTH ? OTHER_SOURCES : source;
}

function badRecord(
  record: LogRecord,
  { topic, partition }: RecordPlace,
  reasons: QuarantinedRow["reasons"],
  source: string,
): StoreRecord {
  const { bytes, text, isUtf8 } = readRowText(record.value);
  const at = { source: `${topic}/${partition}`, line: 1, offset: record.offset, reasons };
  const row: QuarantinedRow = isUtf8
    ? { ...at, raw: text }
    : { ...at, raw: bytes.toBase64(), encoding: "base64" };
  return { kind: "bad", row, source };
}

function readQuarantined(value: Uint8Array): QuarantinedRow | null {
  const object = parseObject(decoder.decode(value));
  if (object === null) return null;
  const { source, line, offset, reasons, raw, encoding } = object;
  const isRow = typeof source === "string" && Number.isSafeInteger(line) &&
    Number.isSafeInteger(offset) && typeof raw === "string" && Array.isArray(reasons) &&
    reasons.length > 0 && reasons.length <= MAX_REASONS && reasons.every(isReason) &&
    (encoding === undefined || encoding === "base64");
  return isRow ? object as unknown as QuarantinedRow : null;
}

/** Rules are labels of metrics and lines of pages: there are as many as this version knows. */
function isReason(entry: unknown): entry is Reason {
  if (typeof entry !== "object" || entry === null) return false;
  const { rule, field, value, expected } = entry as Record<keyof Reason, unknown>;
  return KNOWN_RULES.has(rule) && typeof expected === "string" &&
    [field, value].every((text) => text === null || typeof text === "string");
}
