// How many open rows of the quarantine each rule and source has: counted once, then only what is new.

import type { QuarantineList } from "../../../domain/answers.ts";
import { OTHER_SOURCES } from "../../../domain/ledger.ts";
import { compareTexts } from "../../../domain/order.ts";
import { readText } from "../../core/stored_text.ts";
import type { StoreReader } from "./store_reader.ts";

/** Rows that are not open, and removals. But for these, rows are closed and never opened again: while there are
 * as many of both, no row's state has changed. */
const CLOSED = `SELECT (SELECT count(*) FROM quarantine WHERE status < 'open') +
  (SELECT count(*) FROM quarantine WHERE status > 'open'), (SELECT count(*) FROM removals),
  (SELECT max(id) FROM quarantine)`;

/** Groups that are listed; a row's source may be anything. */
const MAX_GROUPS = 500;

/** Kept for one connection. */
export class OpenRows {
  #counts = new Map<string, { rule: string; source: string; rows: number }>();
  #closed = -1;
  #removals = 0;
  #lastId = 0;

  /** The most rows first. */
  groups(reader: StoreReader): QuarantineList["groups"] {
    const [closed, removals, lastId] = reader.first<[number, number, number | null]>(CLOSED)!;
    if (closed !== this.#closed || removals !== this.#removals) {
      this.#counts = new Map();
      this.#closed = closed;
      this.#removals = removals;
      this.#lastId = 0;
      // By the index of status, which holds rule and source.
      this.#add(reader, `status = 'open'`);
    } else if ((lastId ?? 0) > this.#lastId) {
      this.#add(reader, `status || '' = 'open' AND id > ?`, this.#lastId);
    }
    this.#lastId = lastId ?? 0;
    return foldGroups(
      [...this.#counts.values()].sort((a, b) =>
        b.rows - a.rows || compareTexts(a.rule, b.rule) || compareTexts(a.source, b.source)
      ),
    );
  }

  #add(reader: StoreReader, which: string, ...given: number[]): void {
    const found = reader.rows<[string, string, number]>(
      `SELECT rule, source, count(*) FROM quarantine WHERE ${which} GROUP BY rule, source`,
      ...given,
    );
    for (const [rule, source, rows] of found) {
      const key = `${rule} ${source}`, group = this.#counts.get(key);
      if (group === undefined) this.#counts.set(key, { rule, source: readText(source), rows });
      else group.rows += rows;
    }
  }
}

/** Behind the largest groups those of each rule that remain, together. */
function foldGroups(sorted: QuarantineList["groups"]): QuarantineList["groups"] {
  const listed = sorted.slice(0, MAX_GROUPS).map((group) => ({ ...group }));
  const rest = Map.groupBy(sorted.slice(MAX_GROUPS), ({ rule }) => rule);
  return [
    ...listed,
    ...[...rest].map(([rule, groups]) => (
      { rule, source: OTHER_SOURCES, rows: groups.reduce((sum, { rows }) => sum + rows, 0) }
    )),
  ];
}
