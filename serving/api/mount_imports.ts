// `/api/imports`: a file is handed in, looked at, and published only when that is asked for.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { diskTrouble } from "../../domain/disk_trouble.ts";
import { UsageError } from "../../domain/errors.ts";
import type { FileImport } from "../../domain/file_import.ts";
import type { FileImportsPort } from "../ports.ts";
import { ProblemError } from "./problem.ts";
import { problemResponses } from "./problem_responses.ts";
import { importSchema } from "./schemas/import_schemas.ts";

const PATH = "/api/imports", tags = ["Imports"];

/** Adds the routes and their descriptions. */
export function mountImports(app: OpenAPIHono, imports: FileImportsPort): void {
  describe(app);
  app.post(PATH, async (c) => {
    try {
      return c.json(await imports.take(c.req.query("name") ?? "", c.req.raw.body), 201);
    } catch (error) {
      throw asProblem(error);
    }
  });
  app.get(`${PATH}/:id`, (c) => c.json(known(imports.find(c.req.param("id")))));
  app.post(`${PATH}/:id/publish`, async (c) => {
    const { stage, problem } = known(imports.find(c.req.param("id")));
    if (stage !== "ready" || problem !== null) {
      throw new ProblemError("import-not-ready", problem ?? `It is ${stage}, not ready.`);
    }
    try {
      return c.json(known(await imports.publish(c.req.param("id"))), 202);
    } catch (error) {
      throw asProblem(error);
    }
  });
  app.post(`${PATH}/:id/cancel`, (c) => c.json(known(imports.cancel(c.req.param("id")))));
}

function known(found: FileImport | null): FileImport {
  if (found !== null) return found;
  throw new ProblemError(
    "not-found",
    "There is no such file any more: files that nobody publishes are let go after half an hour.",
  );
}

function asProblem(error: unknown): unknown {
  if (error instanceof UsageError) {
    return new ProblemError("invalid-parameter", error.message, { parameter: "name" });
  }
  const headers = { connection: "close" };
  if (error instanceof RangeError) {
    return new ProblemError("body-too-large", error.message, { headers });
  }
  if (error instanceof Deno.errors.TimedOut) {
    return new ProblemError("body-too-slow", error.message, { headers });
  }
  if (error instanceof Deno.errors.ConnectionAborted) {
    return new ProblemError("invalid-body", error.message, { cause: error });
  }
  if (diskTrouble(error) === "full") {
    const detail = "The file was not kept: make room on the service's disk and send it again.";
    return new ProblemError("no-room", detail, { cause: error });
  }
  return error;
}

function describe(app: OpenAPIHono): void {
  const content = { "application/json": { schema: importSchema } };
  const byId = { params: z.object({ id: z.string() }) };
  const written = ["token-needed", "forbidden", "too-many-requests"] as const;
  const writing = { tags, security: [{}, { token: [] }] };
  app.openAPIRegistry.registerPath({
    ...{ ...writing, method: "post", path: PATH, operationId: "importFile" },
    summary:
      "Hands a file in: CSV, NDJSON, JSON or a Netflix export, also packed. Nothing is stored yet.",
    request: {
      query: z.object({
        name: z.string().openapi({
          description: "The file's name, of at most 255 characters; its ending tells what it is.",
        }),
      }),
      body: {
        required: true,
        content: {
          "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) },
        },
      },
    },
    responses: {
      201: { description: "It is looked at: ask for it by its id.", content },
      ...problemResponses([
        ...["invalid-parameter", "invalid-body", "body-too-large", "body-too-slow"] as const,
        ...["no-room", "conflict"] as const,
        ...written,
      ]),
    },
  });
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: `${PATH}/{id}`, operationId: "import", tags, request: byId },
    summary: "Where a file is, and what it would come to.",
    responses: { 200: { description: "Its state.", content }, ...problemResponses(["not-found"]) },
  });
  app.openAPIRegistry.registerPath({
    ...{ ...writing, method: "post", path: `${PATH}/{id}/publish`, operationId: "publishImport" },
    summary: "Sends the file's rows through the log, as deno task etl --publish does.",
    request: byId,
    responses: {
      202: { description: "It is under way.", content },
      ...problemResponses(["not-found", "import-not-ready", "conflict", "no-room", ...written]),
    },
  });
  app.openAPIRegistry.registerPath({
    ...{ ...writing, method: "post", path: `${PATH}/{id}/cancel`, operationId: "cancelImport" },
    summary: "Lets the file go, or ends its publishing: rows that were sent stay.",
    request: byId,
    responses: {
      200: { description: "How it was left.", content },
      ...problemResponses(["not-found", ...written]),
    },
  });
}
