// `POST /api/imports/remove`: takes an import back, by its source or by the run that published it.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { RunReport } from "../../domain/report.ts";
import type { ApiPorts } from "./api_ports.ts";
import { found, queriesOf } from "./endpoint.ts";
import { readBody } from "./events/read_body.ts";
import { ProblemError } from "./problem.ts";
import { problemResponses } from "./problem_responses.ts";
import { readJson } from "./quarantine/read_json.ts";
import { removedImportSchema } from "./schemas/import_schemas.ts";

const PATH = "/api/imports/remove";

const body = z.union([
  z.strictObject({
    source: z.string().min(1).max(10_000).openapi({ description: "As /api/ledger names it." }),
  }),
  z.strictObject({
    run_id: z.string().min(1).max(200).openapi({ description: "The run of its file." }),
  }),
]).openapi("RemoveImport");

/** Adds the route and its description. */
export function mountRemoveImport(app: OpenAPIHono, ports: ApiPorts): void {
  describe(app);
  app.post(PATH, async (c) => {
    const asked = readJson(await readBody(c.req.raw, ports.settings), body);
    if (ports.removeImport === null) {
      throw new ProblemError("not-ready", "Cannot remove it as that needs the service: start it.");
    }
    const queries = queriesOf(ports);
    const source = "source" in asked ? asked.source : sourceOf(
      found(
        (await queries.runs()).find(({ run_id }) => run_id === asked.run_id) ?? null,
        `run ${JSON.stringify(asked.run_id)}`,
      ),
    );
    try {
      return c.json(await ports.removeImport(source), 202);
    } catch (error) {
      throw asProblem(error);
    }
  });
}

/** A run of several files is several imports. */
function sourceOf({ inputs }: RunReport): string {
  const [first, another] = inputs;
  if (first !== undefined && another === undefined) return first.path;
  const names = inputs.map(({ path }) => path).join(", ");
  throw new ProblemError(
    "invalid-body",
    `Cannot remove the run as it must have one input: name one of its sources, ${names}.`,
  );
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "UsageError") return new ProblemError("invalid-body", error.message);
  if (error.name === "InputError") {
    const isBusy = /being sent/.test(error.message);
    return new ProblemError(isBusy ? "import-not-ready" : "not-found", error.message);
  }
  if (error.name !== "LogWriteError") return error;
  const detail = "The log did not take the removal in. Ask for it again: it is taken back once.";
  return new ProblemError("log-unavailable", detail, { cause: error, retryAfterSeconds: 2 });
}

function describe(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath({
    ...{ method: "post", path: PATH, operationId: "removeImport", tags: ["Imports"] },
    summary: "Takes an import back: its rows leave every figure, list and the ledger.",
    description:
      "Views that had lost to its rows as duplicates come back. The file may come again. " +
      "Its output is deleted; a file of the watched folder is moved to its folder removed/.",
    request: { body: { required: true, content: { "application/json": { schema: body } } } },
    security: [{}, { token: [] }],
    responses: {
      202: {
        description: "The removal is durable; it is done once the store has applied it.",
        content: { "application/json": { schema: removedImportSchema } },
      },
      ...problemResponses([
        ...["invalid-body", "token-needed", "forbidden", "not-found"] as const,
        ...["body-too-slow", "import-not-ready", "body-too-large", "encoding-unknown"] as const,
        ...["too-many-requests", "log-unavailable", "not-ready"] as const,
      ]),
    },
  });
}
