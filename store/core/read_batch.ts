// Reads a batch of the log for the store: views by columns, and the few records that are something else. Another
// thread may do it: what comes out is plain data.

import { LAST_INSTANT_MS } from "../../domain/instant.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import type { View } from "../../domain/view.ts";
import { parseObject } from "../../pipeline/transform/parse_json_object.ts";
import type { LogBatch, LogRecord } from "../../log/port.ts";
import { EVENTS_TOPIC, KIND_HEADER, QUARANTINE_TOPIC } from "../../log/topics.ts";
import type { ThresholdsByTime } from "./earliest_dates.ts";
import type { RowName } from "./quarantine_book.ts";
import { countedSource, readRecord } from "./read_record.ts";
import { markOf, type RecordMark } from "./record_mark.ts";
import { type ViewColumns, ViewColumnsBuilder, type ViewPlace } from "./view_columns.ts";

/** A record's header that names the quarantined row it repairs, by key or by number in the store. */
export const REPAIR_KEY_HEADER = "quarantine-key", REPAIR_ID_HEADER = "quarantine-id";

/**
 * Headers of a record that deals with a quarantined row: where the ledger counts that row, and when it was read.
 * They say where the record counts in its stead, whatever the store knows of the row by then.
 */
export const REPAIRED_SOURCE_HEADER = "quarantine-source",
  REPAIRED_TIME_HEADER = "quarantine-ingest-ms";

/** A record that is no plain view. */
export type OtherRecord =
  | ViewPlace & {
    readonly kind: "repair";
    readonly view: View;
    readonly repairs: RowName;
    /** The place is the row's own, by the record's headers. */
    readonly knowsPlace: boolean;
  }
  | ViewPlace & {
    readonly kind: "bad";
    readonly row: QuarantinedRow;
    readonly repairs: RowName | null;
    readonly knowsPlace: boolean;
  }
  /** The word that a row is set aside for good. */
  | {
    readonly kind: "skip";
    readonly offset: number;
    readonly row: RowName;
    readonly reason: string;
    /** Of the row, where the record says so. */
    readonly source: string | null;
  }
  /** What is to be known of a source whose rows are sent; null where the record does not tell. */
  | ViewPlace & {
    readonly kind: "import";
    readonly readingVersion: number | null;
    readonly excluded: number;
  }
  /** All that a source has before it in its partition is removed. */
  | ViewPlace & { readonly kind: "retraction"; readonly removal: string };

/** A batch of the log whose records were read. Plain data. */
export interface ReadBatch {
  readonly topic: string;
  readonly partition: number;
  /** Of its first record; the next offset where there is none. */
  readonly firstOffset: number;
  readonly nextOffset: number;
  readonly endOffset: number;
  /** How many records it was, and how long all of them. */
  readonly records: number;
  readonly sizeBytes: number;
  /** When the log took in the newest record; 0 without any. */
  readonly ingestTimeMs: number;
  /** Of its last record; null without any. */
  readonly last: RecordMark | null;
  readonly views: ViewColumns;
  /** In the order of the log. */
  readonly others: readonly OtherRecord[];
}

/** Reads all records with the rules of the ETL, and the thresholds of their times in the log. */
export function readBatch(batch: LogBatch, thresholds: ThresholdsByTime): ReadBatch {
  const { topic, partition, records, nextOffset, endOffset } = batch;
  const views = new ViewColumnsBuilder(records.length), others: OtherRecord[] = [];
  let ingestTimeMs = 0, sizeBytes = 0;
  for (const record of records) {
    ingestTimeMs = Math.max(ingestTimeMs, record.ingestTimeMs);
    sizeBytes += record.value.length;
    const read = readRecord(record, batch, thresholds.at(record.ingestTimeMs));
    if (read.kind === "copy") {
      const skip = topic === QUARANTINE_TOPIC ? readSkip(record) : null;
      if (skip !== null) others.push(skip);
      continue;
    }
    const { source } = read, { offset, ingestTimeMs: recordMs } = record;
    const place = { source, offset, ingestTimeMs: recordMs };
    if (read.kind === "retraction") {
      others.push({ kind: "retraction", ...place, removal: read.removal });
      continue;
    }
    if (read.kind === "import") {
      others.push({ kind: "import", ...place, ...readImport(record) });
      continue;
    }
    const repairs = topic === EVENTS_TOPIC ? namedRow(record.headers) : null;
    const own = repairs === null ? null : repairedPlace(record);
    const knowsPlace = own !== null, at = own ?? place;
    if (read.kind === "bad") {
      others.push({ kind: "bad", ...at, row: read.row, repairs, knowsPlace });
    } else if (repairs === null) views.add(read.view, place);
    else others.push({ kind: "repair", ...at, view: read.view, repairs, knowsPlace });
  }
  return {
    ...{ topic, partition, firstOffset: records[0]?.offset ?? nextOffset, nextOffset, endOffset },
    ...{ records: records.length, sizeBytes, ingestTimeMs },
    last: records.length === 0 ? null : markOf(records.at(-1)!),
    ...{ views: views.finish(), others },
  };
}

/** A row that its keeper skips stays in quarantine, where it is counted, but is open no more. */
function readSkip({ headers, value, offset }: LogRecord): OtherRecord | null {
  const row = namedRow(headers);
  if (headers[KIND_HEADER] !== "skip" || row === null) return null;
  const reason = parseObject(new TextDecoder().decode(value))?.reason;
  const sourceOfSkip = headers[REPAIRED_SOURCE_HEADER];
  return {
    ...{ kind: "skip", offset, row, reason: typeof reason === "string" ? reason : "" },
    source: sourceOfSkip === undefined ? null : countedSource(sourceOfSkip),
  };
}

/** More rows than a file has: the sums of what any program may claim stay whole numbers. */
const MAX_EXCLUDED = 1e9;

function readImport({ value }: LogRecord) {
  const object = parseObject(new TextDecoder().decode(value)),
    count = (field: unknown) =>
      typeof field === "number" && Number.isInteger(field) && field >= 0 && field <= MAX_EXCLUDED
        ? field
        : null;
  return {
    readingVersion: count(object?.reading_version),
    excluded: count(object?.excluded) ?? 0,
  };
}

/** Where the row that a record repairs is counted; null for records of before, which do not say so. */
function repairedPlace({ headers, offset, ingestTimeMs }: LogRecord): ViewPlace | null {
  const source = headers[REPAIRED_SOURCE_HEADER], readMs = headers[REPAIRED_TIME_HEADER];
  if (source === undefined) return null;
  const isTime = readMs !== undefined && /^\d{1,15}$/.test(readMs) &&
    Number(readMs) <= LAST_INSTANT_MS;
  return {
    ...{ source: countedSource(source), offset },
    ingestTimeMs: isTime ? Number(readMs) : ingestTimeMs,
  };
}

function namedRow(headers: LogRecord["headers"]): RowName | null {
  const key = headers[REPAIR_KEY_HEADER], id = headers[REPAIR_ID_HEADER];
  if (key !== undefined) return { key };
  return id !== undefined && /^\d{1,15}$/.test(id) ? { id: Number(id) } : null;
}
