// `POST /api/quarantine/replay`: quarantined rows into the log again, as they are or repaired.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { parseWritten } from "../../../domain/written_number.ts";
import type { ReplayAnswer } from "../../../domain/service_answers.ts";
import type { ApiPorts } from "../api_ports.ts";
import { queriesOf } from "../endpoint.ts";
import { ProblemError } from "../problem.ts";
import { problemResponses } from "../problem_responses.ts";
import { replaySchema } from "../schemas/service_schemas.ts";
import { appendRows } from "./append_rows.ts";
import { nameOf } from "../quarantine/name_of.ts";
import { readJson } from "../quarantine/read_json.ts";
import { replaySelection } from "../quarantine/replay_selection.ts";
import { repairReplaySchema, repairSchema, selectionSchema } from "../schemas/repair_schemas.ts";
import { readBody } from "./read_body.ts";
import type { QuarantinedText } from "../../../store/port.ts";

const MAX_ROWS = 10_000;

const id = z.int().min(1);
const listBody = z.strictObject({
  ids: z.array(id).max(MAX_ROWS).optional().openapi({
    description: "Rows to append again as they are, which must be JSON.",
  }),
  rows: z.array(z.strictObject({ id, row: z.record(z.string(), z.unknown()) })).max(MAX_ROWS)
    .optional().openapi({
      description: "Rows to append again as they are given here, repaired.",
    }),
});
const selectionBody = z.strictObject({
  select: selectionSchema,
  repair: repairSchema,
  cursor: z.string().nullable().optional(),
}).openapi({ description: "Every open row that this repair makes whole." });
const replayBody = z.union([listBody, selectionBody]).openapi("Replay");

/** Adds the route and its description. */
export function mountReplay(app: OpenAPIHono, ports: ApiPorts): void {
  describe(app);
  app.post("/api/quarantine/replay", async (c) => {
    const bytes = await readBody(c.req.raw, ports.settings);
    // Which of the two it is meant to be decides what is told of its faults.
    const isSelection = "repair" in readJson(bytes, z.looseObject({}));
    const answer = isSelection
      ? await replaySelection(ports, readJson(bytes, selectionBody))
      : await replay(ports, readList(bytes));
    return c.json(answer, 202);
  });
}

type Replay = z.infer<typeof listBody>;

/** The rows with their numbers as they are written: ids may have more digits than a double. */
function readList(bytes: Uint8Array): Replay {
  const list = readJson(bytes, listBody);
  if (list.rows === undefined) return list;
  const written = parseWritten(new TextDecoder().decode(bytes)) as typeof list;
  return { ...list, rows: list.rows.map(({ id }, at) => ({ id, row: written.rows![at]!.row })) };
}

async function replay(ports: ApiPorts, { ids = [], rows = [] }: Replay): Promise<ReplayAnswer> {
  const all = [...ids, ...rows.map((row) => row.id)];
  if (all.length === 0 || new Set(all).size < all.length) {
    throw new ProblemError(
      "invalid-body",
      "Cannot replay as ids and rows must name at least one row, and each once.",
    );
  }
  const kept = await queriesOf(ports).quarantined(all);
  const known = new Map(kept.map((row) => [row.id, row]));
  const missing = all.filter((id) => known.get(id)?.status !== "open");
  if (missing.length > 0) {
    throw new ProblemError(
      "invalid-body",
      `Cannot replay as each row must be open in quarantine: ${missing.slice(0, 20).join(", ")} ` +
        `${missing.length === 1 ? "is" : "are"} not.`,
    );
  }
  const repaired = new Map(rows.map(({ id, row }) => [id, JSON.stringify(row)]));
  const values = all.map((id) => {
    const text = repaired.get(id);
    return text === undefined ? rawBytes(known.get(id)!) : new TextEncoder().encode(text);
  });
  const answer = await appendRows(ports, {
    rows: values,
    // By this header the store knows, when it applies the record, which row is settled by it.
    headersOf: (index) => {
      const row = known.get(all[index]!)!;
      return { source: "replay", ...nameOf(row, row.counted) };
    },
  });
  return {
    replayed: all,
    offsets: answer.offsets,
    rows: answer.rows.map(({ index, reasons }) => ({ id: all[index]!, reasons })),
  };
}

function rawBytes({ raw, encoding }: QuarantinedText): Uint8Array {
  return encoding === "base64" ? Uint8Array.fromBase64(raw) : new TextEncoder().encode(raw);
}

function describe(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/quarantine/replay",
    operationId: "replayQuarantine",
    tags: ["Quality"],
    summary: "Appends quarantined rows to the log again, as they are or repaired.",
    request: { body: { required: true, content: { "application/json": { schema: replayBody } } } },
    security: [{}, { token: [] }],
    responses: {
      202: {
        description: "The rows are durable in the log again.",
        content: {
          "application/json": { schema: z.union([replaySchema, repairReplaySchema]) },
        },
      },
      ...problemResponses([
        ...["invalid-body", "token-needed", "forbidden", "body-too-slow"] as const,
        ...["body-too-large", "encoding-unknown", "too-many-requests"] as const,
        ...["too-far-behind", "log-unavailable", "not-ready"] as const,
      ]),
    },
  });
}
