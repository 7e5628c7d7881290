// Repairs quarantined rows and tries the pipeline's rules on what comes out.

import type { RepairedRow } from "../../domain/repair.ts";
import type { RuleId } from "../../domain/rule.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import { createRepair } from "../../pipeline/repair/create_repair.ts";
import type { RowHeader } from "../../pipeline/repair/row_fields.ts";
import type { RepairMaker, RowToRepair } from "../ports.ts";
import type { HeaderFinder } from "./find_header.ts";
import { createRowReader } from "./read_row.ts";

const utf8 = new TextEncoder();

/** A maker of repairs under these thresholds; headers of CSV rows come from their sources. */
export function createRepairMaker(thresholds: Thresholds, findHeader: HeaderFinder): RepairMaker {
  const readRow = createRowReader(thresholds);
  return (repair) => {
    const take = createRepair(repair);
    const repairRow = (
      { raw, encoding, reasons }: RowToRepair,
      header: RowHeader | null,
      nowMs: number,
    ): RepairedRow => {
      // What the run could not read as such, this does not either.
      const isRead = (rule: RuleId) => reasons.every((reason) => reason.rule !== rule);
      const taken = take({
        ...{ raw, encoding, header, localDate: isRead("watch_date.invalid") },
        decimalComma: isRead("watch_duration_minutes.not_a_number"),
      });
      switch (taken.kind) {
        case "unreadable":
          return { outcome: "unreadable", before: null, after: null, reasons, skip_reason: null };
        case "skipped":
          return {
            ...{ outcome: "skipped", before: taken.before, after: null, reasons },
            skip_reason: taken.reason,
          };
        case "row": {
          const { before, after } = taken;
          const read = readRow(utf8.encode(JSON.stringify(after)), nowMs);
          const broken = read.kind === "row" ? read.reasons : reasons;
          const outcome = broken.length === 0 ? "passes" : "broken";
          return { outcome, before, after, reasons: broken, skip_reason: null };
        }
        default:
          return taken satisfies never;
      }
    };
    return async (rows, nowMs) => {
      const headers = new Map<string, RowHeader | null>();
      for (const { source } of rows) {
        if (!headers.has(source)) headers.set(source, await findHeader(source));
      }
      return rows.map((row) => repairRow(row, headers.get(row.source) ?? null, nowMs));
    };
  };
}
