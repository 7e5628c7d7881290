// Repairs quarantined rows and tries the pipeline's rules on what comes out.

import { wait } from "../../clock/wait.ts";
import type { RepairedRow } from "../../domain/repair.ts";
import type { RuleId } from "../../domain/rule.ts";
import type { Thresholds } from "../../domain/scoring.ts";
import type { RowHeader } from "../../pipeline/repair/row_fields.ts";
import { type RepairMaker, RepairStoppedError, type RowToRepair } from "../ports.ts";
import type { HeaderFinder } from "./find_header.ts";
import { createRowReader } from "./read_row.ts";

const utf8 = new TextEncoder();
/** Work on rows that goes on for longer lets others in. */
const TURN_MS = 20;

/** A maker of repairs under these thresholds; headers of CSV rows come from their sources. */
export function createRepairMaker(thresholds: Thresholds, findHeader: HeaderFinder): RepairMaker {
  const readRow = createRowReader(thresholds);
  return async (repair) => {
    // Loaded when it is needed: the engine of patterns would make the start wait.
    const { createRepair } = await import("../../pipeline/repair/create_repair.ts");
    const take = createRepair(repair, () => performance.now());
    const repairRow = (
      { raw, encoding, reasons }: RowToRepair,
      { header, nowMs, index }: {
        readonly header: RowHeader | null;
        readonly nowMs: number;
        readonly index: number;
      },
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
        case "stopped":
          throw new RepairStoppedError(index, taken.reason);
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
      const repaired: RepairedRow[] = [];
      let turnMs = performance.now();
      for (const [index, row] of rows.entries()) {
        const header = headers.get(row.source) ?? null;
        repaired.push(repairRow(row, { header, nowMs, index }));
        if (performance.now() - turnMs < TURN_MS) continue;
        await wait(0);
        turnMs = performance.now();
      }
      return repaired;
    };
  };
}
