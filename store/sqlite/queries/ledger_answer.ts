// Where every row that the store applied went.

import type { LedgerAnswer, RemovedSource } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { balances, emptyLedger, type Ledger, OTHER_SOURCES } from "../../../domain/ledger.ts";
import { readText } from "../../core/stored_text.ts";
import { olderImports } from "./runs.ts";
import type { StoreContext } from "./store_context.ts";
import type { StoreReader } from "./store_reader.ts";

const MAX_REMOVALS = 1_000, MAX_MISSING = 1_000, MAX_OLDER = 500;

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

/** Sources that are listed: any producer may name any number of them. */
export const MAX_SOURCES = 500;

/**
 * The ledger in total and by source (by the bytes of its name); `pending` records are not applied yet. Of more
 * sources than {@link MAX_SOURCES} those with most rows are listed (then by name), and the one that is asked for;
 * the rest together come last, as {@link OTHER_SOURCES}. So the answer depends on what was counted alone, in
 * whichever order it came.
 */
export function ledgerAnswer(
  context: StoreContext,
  pending: number,
  asked: string | null = null,
): LedgerAnswer {
  const sql = `SELECT name, ${LEDGER_COLUMNS} FROM ledger JOIN sources ON sources.id = source_id
    GROUP BY source_id HAVING sum(accepted + duplicate + quarantined + excluded) > 0 ORDER BY name`;
  const { reader } = context, total = emptyLedger();
  const older_imports = olderImports(context).slice(0, MAX_OLDER).map(({ source, rows }) => ({
    source,
    rows,
  }));
  const all = reader.rows<[string, ...number[]]>(sql).map((row) => {
    const ledger = ledgerOf(row, 1);
    add(total, ledger);
    return { source: readText(row[0]), ledger };
  });
  return {
    ...{ ...total, pending, ...missingOffsets(reader), balanced: balances(total) },
    sources: foldSources(all, asked)
      .map(({ source, ledger }) => ({ source, ...ledger, balanced: balances(ledger) })),
    ...{ removed: removals(reader), older_imports },
  };
}

interface SourceLedger {
  readonly source: string;
  readonly ledger: Ledger;
}

/** `all` is in the order of names. */
function foldSources(
  all: readonly SourceLedger[],
  asked: string | null,
): readonly SourceLedger[] {
  if (all.length <= MAX_SOURCES) return all;
  const named = all.filter(({ source }) => source !== OTHER_SOURCES);
  // The sort is stable: of equals the first names are listed.
  const listed = new Set(
    [...named].sort((a, b) => b.ledger.read - a.ledger.read).slice(0, MAX_SOURCES - 1),
  );
  const others = emptyLedger(), shown: SourceLedger[] = [];
  for (const one of all) {
    if (one.source !== OTHER_SOURCES && (listed.has(one) || one.source === asked)) shown.push(one);
    else add(others, one.ledger);
  }
  return [...shown, { source: OTHER_SOURCES, ledger: others }];
}

function add(sum: Ledger, ledger: Ledger): void {
  for (const key of Object.keys(sum) as (keyof Ledger)[]) sum[key] += ledger[key];
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
