// Where every row that the store applied went.

import type { LedgerAnswer, RemovedSource } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { balances, emptyLedger, type Ledger } from "../../../domain/ledger.ts";
import { readText } from "../stored_text.ts";
import type { StoreContext } from "./store_context.ts";
import type { StoreReader } from "./store_reader.ts";

const MAX_REMOVALS = 1_000, MAX_MISSING = 1_000;

/** Columns of one or many cells of the ledger; read is their sum. */
export const LEDGER_COLUMNS =
  "sum(accepted + duplicate + quarantined + excluded), sum(accepted), sum(duplicate), " +
  "sum(quarantined), sum(excluded)";

/** Reads {@link LEDGER_COLUMNS} from `at` on; zeros for nulls. */
export function ledgerOf(row: readonly unknown[], at = 0): Ledger {
  const [read, accepted, duplicate, quarantined, excluded] = row.slice(at).map((n) =>
    Number(n ?? 0)
  );
  return { read, accepted, duplicate, quarantined, excluded };
}

/** The ledger in total and by source (by the bytes of its name); `pending` records are not applied yet. */
export function ledgerAnswer({ reader }: StoreContext, pending: number): LedgerAnswer {
  const sql = `SELECT name, ${LEDGER_COLUMNS} FROM ledger JOIN sources ON sources.id = source_id
    GROUP BY source_id HAVING sum(accepted + duplicate + quarantined + excluded) > 0 ORDER BY name`;
  const total = emptyLedger();
  const sources = reader.rows<[string, ...number[]]>(sql).map((row) => {
    const ledger = ledgerOf(row, 1);
    for (const key of Object.keys(total) as (keyof Ledger)[]) total[key] += ledger[key];
    return { source: readText(row[0]), ...ledger, balanced: balances(ledger) };
  });
  return {
    ...total,
    pending,
    ...missingOffsets(reader),
    balanced: balances(total),
    sources,
    removed: removals(reader),
  };
}

function missingOffsets(reader: StoreReader): Pick<LedgerAnswer, "missing" | "missing_offsets"> {
  const ranges = reader.rows<[string, number, number, number, number]>(
    `SELECT topic, partition, from_offset, to_offset, at_ms FROM missing
      ORDER BY at_ms DESC, topic, partition, from_offset`,
  ).map(([topic, partition, from, to, atMs]) => (
    { topic, partition, from, to, at: formatInstant(atMs) }
  ));
  return {
    missing: ranges.reduce((sum, { from, to }) => sum + to - from, 0),
    missing_offsets: ranges.slice(0, MAX_MISSING),
  };
}

/** Newest first; each has a part in every partition. */
function removals(reader: StoreReader): RemovedSource[] {
  return reader.rows<[string, number, number]>(
    `SELECT name, sum(rows) AS rows, min(at_ms) AS at FROM removals JOIN sources ON sources.id = source_id
      GROUP BY removals.id, source_id ORDER BY at DESC, name LIMIT ${MAX_REMOVALS}`,
  ).map(([name, rows, atMs]) => ({ source: readText(name), rows, at: formatInstant(atMs) }));
}
