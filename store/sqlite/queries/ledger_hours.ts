// The ledger by partition and by hour of ingest, for one source or for all.

import type { LedgerHours } from "../../../domain/answers.ts";
import { formatInstant } from "../../../domain/instant.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { storedText } from "../../core/stored_text.ts";
import { LEDGER_COLUMNS, ledgerOf } from "./ledger_answer.ts";
import type { StoreContext } from "./store_context.ts";

const MAX_HOURS = 168;

/** Partitions over all time; the last hours in which anything was taken in. */
export function ledgerHours({ reader }: StoreContext, source: string | null): LedgerHours {
  const given = source === null ? [] : [storedText(source)];
  const ofSource = source === null
    ? "WHERE 1"
    : "WHERE source_id = (SELECT id FROM sources WHERE name = ?)";
  const partitions = reader.rows(
    `SELECT partition, ${LEDGER_COLUMNS} FROM ledger ${ofSource} GROUP BY partition ORDER BY partition`,
    ...given,
  ).map((row) => ({ partition: Number(row[0]), ...ledgerOf(row, 1) }));
  const hours = reader.rows<[number, ...unknown[]]>(
    `SELECT hour, ${LEDGER_COLUMNS} FROM ledger ${ofSource}
      GROUP BY hour ORDER BY hour DESC LIMIT ${MAX_HOURS}`,
    ...given,
  ).reverse();
  const first = hours[0]?.[0] ?? 0;
  const cells = Map.groupBy(
    reader.rows<[hour: number, partition: number, read: number]>(
      `SELECT hour, partition, sum(accepted + duplicate + quarantined + excluded)
        FROM ledger ${ofSource} AND hour >= ? GROUP BY hour, partition`,
      ...[...given, first],
    ),
    ([hour]) => hour,
  );
  const reasons = Map.groupBy(
    reader.rows<[hour: number, rule: string, rows: number]>(
      `SELECT hour, rule, sum(rows) FROM reasons ${ofSource} AND hour >= ?
        GROUP BY hour, rule HAVING sum(rows) > 0 ORDER BY hour, rule`,
      ...[...given, first],
    ),
    ([hour]) => hour,
  );
  return {
    source,
    partitions,
    hours: hours.map((row) => {
      const read = new Map((cells.get(row[0]) ?? []).map(([, partition, n]) => [partition, n]));
      return {
        start: formatInstant(row[0] * HOUR_MS),
        ...ledgerOf(row, 1),
        reasons: Object.fromEntries((reasons.get(row[0]) ?? []).map(([, rule, n]) => [rule, n])),
        read_by_partition: partitions.map(({ partition }) => read.get(partition) ?? 0),
      };
    }),
  };
}
