// `/api/quarantine/repairs`: repairs that are kept by name: listed, saved, removed, run on all open rows.

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { SavedRepair } from "../../../domain/saved_repair.ts";
import type { ApiPorts } from "../api_ports.ts";
import { queriesOf } from "../endpoint.ts";
import { readBody } from "../events/read_body.ts";
import { ProblemError } from "../problem.ts";
import { problemResponses } from "../problem_responses.ts";
import { repairReplaySchema } from "../schemas/repair_schemas.ts";
import { namedBody, saveBody, savedRepairListSchema } from "../schemas/saved_repair_schemas.ts";
import { readJson } from "./read_json.ts";
import { runSavedRepair } from "./run_saved_repair.ts";
import { makeRepair } from "./try_repair.ts";

const PATH = "/api/quarantine/repairs";

/** Adds the routes and their descriptions. */
export function mountSavedRepairs(app: OpenAPIHono, ports: ApiPorts): void {
  describe(app);
  const { savedRepairs } = ports;
  const told = async () => ({
    repairs: await Promise.all(
      (await savedRepairs.list()).map((saved) => withRefusal(ports, saved)),
    ),
  });
  app.get(PATH, async (c) => c.json(await told()));
  app.post(PATH, async (c) => {
    const body = readJson(await readBody(c.req.raw, ports.settings), saveBody);
    await makeRepair(ports, body.repair);
    const created_at = new Date(ports.nowMs()).toISOString();
    await savedRepairs.put(
      { ...body, created_at, settled: 0, stopped: null },
      await newestRow(ports),
    );
    return c.json(await told());
  });
  app.post(`${PATH}/remove`, async (c) => {
    const { name } = readJson(await readBody(c.req.raw, ports.settings), namedBody);
    if (!await savedRepairs.remove(name)) throw unknown(name);
    return c.json(await told());
  });
  app.post(`${PATH}/run`, async (c) => {
    const { name } = readJson(await readBody(c.req.raw, ports.settings), namedBody);
    const saved = (await savedRepairs.list()).find((one) => one.name === name);
    if (saved === undefined) throw unknown(name);
    return c.json(await run(ports, saved), 202);
  });
}

/** One of before may have a step that is refused today: it is told, and taken on no row. */
async function withRefusal(ports: ApiPorts, saved: SavedRepair): Promise<SavedRepair> {
  if (saved.stopped !== null) return saved;
  try {
    await makeRepair(ports, saved.repair);
    return saved;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ...saved, stopped: error.message };
  }
}

async function run(ports: ApiPorts, saved: SavedRepair) {
  const newest = await newestRow(ports), answer = await runSavedRepair(ports, saved);
  await ports.savedRepairs.advance(saved.name, newest, answer.replayed + answer.skipped);
  return answer;
}

/** The id of the newest row there is; 0 without one. */
async function newestRow(ports: ApiPorts): Promise<number> {
  const any = { rule: null, source: null, search: null, cursor: null };
  const { rows: [newest] } = await queriesOf(ports).quarantine({
    ...{ ...any, limit: 1, withGroups: false },
  });
  return newest?.id ?? 0;
}

function unknown(name: string): ProblemError {
  return new ProblemError("not-found", `There is no saved repair ${JSON.stringify(name)}.`);
}

function describe(app: OpenAPIHono): void {
  const tags = ["Quality"], security = [{}, { token: [] }];
  const json = <Schema>(schema: Schema) => ({ "application/json": { schema } });
  const list = { 200: { description: "The repairs.", content: json(savedRepairListSchema) } };
  const kinds = [
    ...["invalid-body", "token-needed", "forbidden", "body-too-slow", "not-found"] as const,
    ...["body-too-large", "encoding-unknown", "too-many-requests", "not-ready"] as const,
    ...["conflict", "damaged-file", "no-room"] as const,
  ];
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: PATH, operationId: "savedRepairs", tags, responses: list },
    summary: "Repairs that are kept and taken on new rows as they come.",
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: PATH, operationId: "saveRepair", tags, security },
    summary: "Saves a repair: from now on it is taken on new rows that its conditions fit.",
    request: { body: { required: true, content: json(saveBody) } },
    responses: { ...list, ...problemResponses(kinds) },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: `${PATH}/remove`, operationId: "removeRepair", tags, security },
    summary: "Removes a saved repair; what it has repaired stays.",
    request: { body: { required: true, content: json(namedBody) } },
    responses: { ...list, ...problemResponses(kinds) },
  });
  const done = { description: "Rows are durable in the log.", content: json(repairReplaySchema) };
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: `${PATH}/run`, operationId: "runRepair", tags, security },
    summary: "Takes a saved repair on every open row that it fits, also on older ones.",
    request: { body: { required: true, content: json(namedBody) } },
    responses: {
      202: done,
      ...problemResponses([...kinds, "too-far-behind", "log-unavailable"]),
    },
  });
}
