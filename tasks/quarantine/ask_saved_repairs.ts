// `deno task quarantine repairs`: repairs that are kept by name and taken on new rows.

import { UsageError } from "../../domain/errors.ts";
import type { RepairReplay, RepairSelection } from "../../domain/repair.ts";
import type { SavedRepair, SavedRepairList } from "../../domain/saved_repair.ts";
import type { Pipeline } from "./open_pipeline.ts";
import { tellCounts } from "./tell_quarantine.ts";

const PATH = "/api/quarantine/repairs";

/** What the command line gave. */
export interface SavedRepairsAsked {
  readonly ask: Pipeline["ask"];
  readonly select: RepairSelection;
  readonly readRepair: () => Promise<unknown>;
}

/** `words`: what to do, and the repair's name. */
export async function askSavedRepairs(
  [command = "list", name]: readonly string[],
  { ask, select, readRepair }: SavedRepairsAsked,
): Promise<{ readonly answer: unknown; readonly text: string }> {
  if (command === "list") return tellList(await ask<SavedRepairList>(PATH));
  if (!["add", "remove", "run"].includes(command)) {
    throw new UsageError(
      `Cannot run as repairs must be followed by list, add, remove or run: current value is "${command}"`,
    );
  }
  if (name === undefined) {
    throw new UsageError(`Cannot ${command} a repair as its name must follow: there is none`);
  }
  switch (command) {
    case "add":
      return tellList(
        await ask<SavedRepairList>(PATH, { name, select, repair: await readRepair() }),
      );
    case "remove":
      return tellList(await ask<SavedRepairList>(`${PATH}/remove`, { name }));
    default: {
      const answer = await ask<RepairReplay>(`${PATH}/run`, { name });
      return { answer, text: tellCounts(answer, "are replayed") };
    }
  }
}

function tellList(answer: SavedRepairList) {
  return { answer, text: answer.repairs.map(tellOne).join("\n") || "No repair is kept" };
}

function tellOne({ name, select, repair, settled, created_at, stopped }: SavedRepair): string {
  const { rule, source, search } = select;
  const terms = [rule, source && `source ${source}`, search && `text ${JSON.stringify(search)}`]
    .filter((term) => term);
  return `${name}: ${repair.steps.map(({ kind }) => kind).join(", ") || "as they are"}; ` +
    `${terms.length === 0 ? "all rows" : terms.join(", ")}; ` +
    `${settled} rows since ${created_at.slice(0, 16)}${stopped ? `; stopped: ${stopped}` : ""}`;
}
