// Takes one saved repair through open rows: all of them, or those that came since it was tried last.

import type { RepairReplay } from "../../../domain/repair.ts";
import type { SavedRepair } from "../../../domain/saved_repair.ts";
import type { ApiPorts } from "../api_ports.ts";
import { replaySelection } from "./replay_selection.ts";

/** Answers the counts of all pages. `after`: only rows with a greater id. @throws {ProblemError} */
export async function runSavedRepair(
  ports: ApiPorts,
  { name, select, repair }: SavedRepair,
  after: number | null = null,
): Promise<RepairReplay> {
  const sum = { tried: 0, passes: 0, skipped: 0, unreadable: 0, replayed: 0 };
  const broken: Record<string, number> = {};
  let cursor: string | null = null;
  do {
    const answer: RepairReplay = await replaySelection(
      ports,
      { select, repair, cursor, after, name },
    );
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += answer[key];
    for (const [rule, rows] of Object.entries(answer.broken)) {
      broken[rule] = (broken[rule] ?? 0) + rows;
    }
    cursor = answer.next_cursor;
  } while (cursor !== null);
  return { ...sum, broken, next_cursor: null };
}
