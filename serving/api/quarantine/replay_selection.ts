// Replays the rows of a selection that a repair makes whole, and sets aside those that it skips.

import type { RepairReplay } from "../../../domain/repair.ts";
import type { ApiPorts } from "../api_ports.ts";
import { appendRecords, appendRows } from "../events/append_rows.ts";
import { nameOf } from "./name_of.ts";
import { type Trial, type TriedRow, tryRepair } from "./try_repair.ts";

const QUARANTINE_TOPIC = "watch.quarantine";
/** A repair that is longer is not written into each record: the row's own text tells the difference. */
const MAX_HEADER = 2_048;

/** Appends page by page; each page is durable before the next one is tried. @throws {ProblemError} */
export async function replaySelection(
  ports: ApiPorts,
  { name, ...trial }: Trial & { readonly name?: string },
): Promise<RepairReplay> {
  let replayed = 0;
  const repair = JSON.stringify(trial.repair);
  const headers = {
    ...(repair.length <= MAX_HEADER ? { repair } : {}),
    ...(name === undefined ? {} : { "repair-name": encodeURIComponent(name) }),
  };
  const counts = await tryRepair(ports, trial, async (rows) => {
    const whole = rows.filter(({ repaired }) => repaired.outcome === "passes");
    const skipped = rows.filter(({ repaired }) => repaired.outcome === "skipped");
    if (whole.length > 0) await append(ports, whole, headers);
    if (skipped.length > 0) await appendRecords(ports, QUARANTINE_TOPIC, skipped.map(skipRecord));
    replayed += whole.length;
  });
  return { ...counts, replayed };
}

async function append(
  ports: ApiPorts,
  rows: readonly TriedRow[],
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const utf8 = new TextEncoder();
  await appendRows(ports, {
    rows: rows.map(({ repaired }) => utf8.encode(JSON.stringify(repaired.after))),
    headersOf: (index) => ({
      source: "replay",
      ...nameOf(rows[index]!.item),
      ...headers,
    }),
  });
}

function skipRecord({ item, repaired }: TriedRow) {
  return {
    key: String(item.id),
    value: new TextEncoder().encode(JSON.stringify({ reason: repaired.skip_reason })),
    headers: { kind: "skip", ...nameOf(item) },
  };
}
