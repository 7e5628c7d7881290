// Replays the rows of a selection that a repair makes whole, and sets aside those that it skips.

import type { RepairReplay } from "../../../domain/repair.ts";
import type { ApiPorts } from "../api_ports.ts";
import { appendRecords, appendRows } from "../events/append_rows.ts";
import { queriesOf } from "../endpoint.ts";
import { nameOf } from "./name_of.ts";
import { type Trial, type TriedRow, tryRepair } from "./try_repair.ts";
import type { QuarantinedText } from "../../../store/port.ts";

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
    const places = await placesOf(ports, rows);
    const whole = rows.filter(({ repaired }) => repaired.outcome === "passes");
    const skipped = rows.filter(({ repaired }) => repaired.outcome === "skipped");
    if (whole.length > 0) await append(ports, whole, { headers, places });
    const records = skipped.map((row) => skipRecord(row, places));
    if (records.length > 0) await appendRecords(ports, QUARANTINE_TOPIC, records);
    replayed += whole.length;
  });
  return { ...counts, replayed };
}

async function append(
  ports: ApiPorts,
  rows: readonly TriedRow[],
  { headers, places }: {
    readonly headers: Readonly<Record<string, string>>;
    readonly places: Places;
  },
): Promise<void> {
  const utf8 = new TextEncoder();
  await appendRows(ports, {
    rows: rows.map(({ repaired }) => utf8.encode(JSON.stringify(repaired.after))),
    headersOf: (index) => ({
      source: "replay",
      ...nameOf(rows[index]!.item, places.get(rows[index]!.item.id)),
      ...headers,
    }),
  });
}

/** Where rows are counted, by their number. */
type Places = ReadonlyMap<number, QuarantinedText["counted"]>;

async function placesOf(ports: ApiPorts, rows: readonly TriedRow[]): Promise<Places> {
  const found = await queriesOf(ports).quarantined(rows.map(({ item }) => item.id));
  return new Map(found.map(({ id, counted }) => [id, counted]));
}

function skipRecord({ item, repaired }: TriedRow, places: Places) {
  return {
    key: String(item.id),
    value: new TextEncoder().encode(JSON.stringify({ reason: repaired.skip_reason })),
    headers: { kind: "skip", ...nameOf(item, places.get(item.id)) },
  };
}
