// What was taken in, hour by hour: the figures that the contract is held against on the live stream.

import { forSparse, SPARSE_COLUMNS } from "../../../domain/columns.ts";
import { formatInstant } from "../../../domain/instant.ts";
import type { IngestWindow } from "../../../domain/ingest_window.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { MICROS_PER_MINUTE } from "../write/ingest_hours.ts";
import { LEDGER_COLUMNS, ledgerOf } from "./ledger_answer.ts";
import type { StoreContext } from "./store_context.ts";

type Sums = readonly [
  ...readonly [hour: number, accepted: number, qualified: number, micros: number],
  ...without: number[],
];

/** Hours in which anything was taken in, from `fromMs` on, oldest first. */
export function ingestWindows({ reader }: StoreContext, fromMs: number): IngestWindow[] {
  const from = Math.floor(fromMs / HOUR_MS);
  const ledgers = reader.rows<[hour: number, ...number[]]>(
    `SELECT hour, ${LEDGER_COLUMNS} FROM ledger WHERE hour >= ? GROUP BY hour ORDER BY hour`,
    from,
  );
  const sums = new Map(sumsFrom(reader, from).map((row) => [row[0], row]));
  return ledgers.map((row) => {
    const [, accepted = 0, qualified = 0, micros = 0, ...without] = sums.get(row[0]) ?? [];
    const minutes = micros / MICROS_PER_MINUTE;
    return {
      start: formatInstant(row[0] * HOUR_MS),
      ledger: ledgerOf(row, 1),
      views: {
        ...{ accepted, qualified, minutes },
        without: forSparse((name) => without[SPARSE_COLUMNS.indexOf(name)] ?? 0),
      },
    };
  });
}

function sumsFrom(reader: StoreContext["reader"], from: number): Sums[] {
  const there = reader.first(`SELECT 1 FROM sqlite_schema WHERE name = 'ingest_hours'`);
  if (there === undefined) return []; // its writer, of an older version, did not keep them
  return reader.rows<Sums>(
    `SELECT hour, accepted, qualified, CAST(minute_micros AS REAL),
      ${SPARSE_COLUMNS.map((name) => `no_${name}`).join(", ")} FROM ingest_hours WHERE hour >= ?`,
    from,
  );
}
