// Takes a repair through the open rows of a selection, page by page, and counts what comes out.

import { wait } from "../../../clock/wait.ts";
import type { QuarantineItem } from "../../../domain/answers.ts";
import type { Repair, RepairCounts, RepairedRow, RepairSelection } from "../../../domain/repair.ts";
import type { ApiPorts } from "../api_ports.ts";
import { queriesOf } from "../endpoint.ts";
import { RepairStoppedError, type RowRepairer } from "../../ports.ts";
import { ProblemError } from "../problem.ts";

/** Rows that one answer tries, and rows between which others get their turn. */
const MAX_TRIED = 10_000, PAGE = 1_000;
/** Answers that take longer end with the page at hand. */
const MAX_MS = 5_000;

/** What is tried. */
export interface Trial {
  readonly select: RepairSelection;
  readonly repair: Repair;
  readonly cursor?: string | null | undefined;
  /** Only rows with a greater id. */
  readonly after?: number | null;
}

/** A row and what became of it. */
export interface TriedRow {
  readonly item: QuarantineItem;
  readonly repaired: RepairedRow;
}

/** Calls `take` with each page; answers the counts and where to go on. @throws {ProblemError} */
export async function tryRepair(
  ports: ApiPorts,
  { select, repair, cursor = null, after = null }: Trial,
  take: (rows: readonly TriedRow[]) => void | Promise<void>,
): Promise<RepairCounts & { readonly next_cursor: string | null }> {
  const counts = { tried: 0, passes: 0, skipped: 0, unreadable: 0 };
  const broken: Record<string, number> = {};
  const repairRows = await makeRepair(ports, repair), startMs = performance.now();
  let next: string | null = cursor, isFirst = true;
  const goesOn = () => counts.tried < MAX_TRIED && performance.now() - startMs < MAX_MS;
  while (isFirst || next !== null && goesOn()) {
    isFirst = false;
    const page = await pageOf(ports, select, { cursor: next, after });
    const repaired = await repairPage(repairRows, page.rows, ports.nowMs());
    const rows = page.rows.map((item, index) => ({ item, repaired: repaired[index]! }));
    for (const { repaired: { outcome, reasons } } of rows) {
      counts.tried++;
      if (outcome !== "broken") counts[outcome]++;
      else {
        const rule = reasons[0]?.rule ?? "";
        broken[rule] = (broken[rule] ?? 0) + 1;
      }
    }
    await take(rows);
    next = page.next_cursor;
    if (next !== null) await wait(0); // let others in
  }
  return { ...counts, broken, next_cursor: next };
}

async function repairPage(
  repairRows: RowRepairer,
  rows: readonly QuarantineItem[],
  nowMs: number,
): Promise<readonly RepairedRow[]> {
  try {
    return await repairRows(rows, nowMs);
  } catch (error) {
    if (!(error instanceof RepairStoppedError)) throw error;
    const detail = `The repair stops at row #${rows[error.rowIndex]!.id} as ${error.message}: ` +
      "let its pattern fit less, or set that row aside first";
    throw new ProblemError("invalid-body", detail, { parameter: "repair", cause: error });
  }
}

/** A repair made ready. @throws {ProblemError} a step cannot be used */
export async function makeRepair(ports: ApiPorts, repair: Repair): Promise<RowRepairer> {
  try {
    return await ports.makeRepair(repair);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProblemError("invalid-body", error.message, { parameter: "repair", cause: error });
  }
}

async function pageOf(
  ports: ApiPorts,
  select: RepairSelection,
  from: { readonly cursor: string | null; readonly after: number | null },
) {
  const { ids = null, rule = null, source = null, search = null } = select;
  try {
    return await queriesOf(ports).quarantine({
      ...{ ids, rule, source, search: search || null, ...from },
      ...{ status: "open", limit: PAGE, withGroups: false },
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CursorError") throw error;
    const detail = `${error.message}. Pass the next_cursor of the answer before, or none.`;
    throw new ProblemError("invalid-body", detail, { parameter: "cursor", cause: error });
  }
}
