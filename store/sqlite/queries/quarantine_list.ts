// Rows in quarantine, newest first.

import type { QuarantinedText, QuarantineOptions } from "../../port.ts";
import type { QuarantineItem, QuarantineList } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { readText, storedText } from "../../core/stored_text.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { StoreContext } from "./store_context.ts";
import type { Parameter } from "./store_reader.ts";

type Row = readonly [
  ...readonly [
    id: number,
    key: string,
    rule: string,
    ingestMs: number,
    status: string,
    source: string,
  ],
  ...readonly [line: number, offset: number, reasons: string, raw: string],
  ...readonly [encoding: string | null, replayedAs: string | null],
];

/** A page of rows, and how many open ones each rule and source has. */
export function quarantineList(
  context: StoreContext,
  options: QuarantineOptions,
): QuarantineList {
  const { rule, source, search, status = null, ids = null, limit } = options;
  const before = readCursor<[number]>(options.cursor, ["number"]);
  const terms: string[] = [], given: Parameter[] = [];
  const add = (term: string, value: Parameter | undefined) => {
    if (value === null || value === undefined || value === "") return;
    terms.push(term);
    given.push(value);
  };
  add("id < ?", before?.[0]);
  add("id > ?", options.after ?? undefined);
  add("rule = ?", rule);
  const ledgerSource = ledgerSourceOf(context, source);
  if (ledgerSource !== null) add("source_id = ?", ledgerSource);
  else add("source = ?", source === null ? null : storedText(source));
  add("status = ?", status);
  add(
    "id IN (SELECT value FROM json_each(?))",
    ids === null ? null : JSON.stringify(ids),
  );
  const period = idsWithin(context, options);
  if (period !== null) {
    terms.push("id >= ?", "id <= ?", "+ingest_ms >= ?", "+ingest_ms < ?");
    given.push(...period);
  }
  add("instr(lower(raw), lower(?)) > 0", search === null ? null : storedText(search));
  const where = terms.length === 0 ? "" : `WHERE ${terms.join(" AND ")}`;
  const sql =
    `SELECT id, key, rule, ingest_ms, status, source, line, "offset", reasons, raw, encoding,
    replayed_as FROM quarantine ${where} ORDER BY id DESC LIMIT ?`;
  const rows = context.reader.rows<Row>(sql, ...given, limit + 1).map(itemOf);
  const isMore = rows.length > limit;
  if (isMore) rows.pop();
  return {
    rows,
    groups: options.withGroups === false ? [] : context.openRows.groups(context.reader),
    next_cursor: isMore ? writeCursor([rows[rows.length - 1].id]) : null,
  };
}

/** The source as the ledger counts it, which may be another than the place where a row lay: `http`. */
function ledgerSourceOf({ reader }: StoreContext, source: string | null): number | null {
  if (source === null || source === "") return null;
  const row = reader.first<[number]>("SELECT id FROM sources WHERE name = ?", storedText(source));
  return row?.[0] ?? null;
}

/** Ids between which the rows of a period lie, by the index of ingest, and the period; null without one. */
function idsWithin(
  { reader }: StoreContext,
  { from = null, to = null }: QuarantineOptions,
): readonly [first: number, last: number, fromMs: number, toMs: number] | null {
  if (from === null && to === null) return null;
  const period = [from ?? 0, to ?? Number.MAX_SAFE_INTEGER] as const;
  const sql = `SELECT min(id), max(id) FROM quarantine WHERE ingest_ms >= ? AND ingest_ms < ?`;
  const [first, last] = reader.first<[number | null, number | null]>(sql, ...period)!;
  return [first ?? 1, last ?? 0, ...period];
}

/** The texts of the rows of these ids that there are. */
export function quarantined({ reader }: StoreContext, ids: readonly number[]): QuarantinedText[] {
  const sql = `SELECT key, status, raw, encoding, name, ingest_ms FROM quarantine
    JOIN sources ON sources.id = source_id WHERE quarantine.id = ?`;
  return ids.flatMap((id) => {
    const row = reader.first<[string, string, string, string | null, string, number]>(sql, id);
    if (row === undefined) return [];
    const [key, status, raw, encoding, source, ingestMs] = row;
    const counted = { source: readText(source), ingestMs };
    const text = { id, key, status, raw: readText(raw), counted };
    return [{ ...text, ...(encoding === "base64" ? { encoding } : {}) }];
  });
}

function itemOf(row: Row): QuarantineItem {
  const [id, key, rule, ingestMs, status, source, line, offset, reasons, raw, encoding, outcome] =
    row;
  return {
    ...{
      id,
      key,
      rule,
      ingested_at: formatInstant(ingestMs),
      status,
      source: readText(source),
      line,
      offset,
    },
    reasons: JSON.parse(reasons),
    raw: readText(raw),
    ...(encoding === "base64" ? { encoding } : {}),
    replayed_as: status === "replayed" ? outcome : null,
    skip_reason: status === "skipped" && outcome !== null ? readText(outcome) : null,
  };
}
