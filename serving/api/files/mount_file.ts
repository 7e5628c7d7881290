// `GET /api/files/…`: one Parquet file, whole or a range of it, as readers in the browser ask for it.

import type { OpenAPIHono } from "@hono/zod-openapi";
import { matchesEtag } from "../../matches_etag.ts";
import type { ApiPorts } from "../api_ports.ts";
import { ProblemError } from "../problem.ts";
import { problemResponses } from "../problem_responses.ts";
import { nameParameter } from "../schemas/name_parameter.ts";
import { z } from "@hono/zod-openapi";
import { type OpenedFile, openFile } from "./open_file.ts";
import { readRange } from "./read_range.ts";
import { streamFile } from "./stream_file.ts";

const PREFIX = "/api/files/";

/** Adds the route and its description. */
export function mountFile(app: OpenAPIHono, ports: ApiPorts): void {
  describe(app);
  app.on(["GET", "HEAD"], `${PREFIX}*`, async (c) => {
    const { pathname } = new URL(c.req.url);
    const file = await openFile(ports.settings.outputFolder, pathname.slice(PREFIX.length));
    if (file === null) {
      throw new ProblemError("not-found", "There is no such file: GET /api/files lists them.");
    }
    return answer(c.req.raw, file);
  });
}

function answer(request: Request, { file, info }: OpenedFile): Response {
  const etag = `"${info.size.toString(36)}-${(info.mtime?.getTime() ?? 0).toString(36)}"`;
  const headers = {
    "content-type": "application/vnd.apache.parquet",
    "accept-ranges": "bytes",
    "cache-control": "no-cache",
    "last-modified": (info.mtime ?? new Date(0)).toUTCString(),
    etag,
  };
  if (matchesEtag(request.headers.get("if-none-match"), etag)) {
    file.close();
    return new Response(null, { status: 304, headers });
  }
  const condition = request.headers.get("if-range");
  const wanted = condition === null || condition === etag ? request.headers.get("range") : null;
  const range = readRange(wanted, info.size);
  if (range === "unsatisfiable") {
    file.close();
    throw new ProblemError("range-not-satisfiable", `The file has ${info.size} bytes.`, {
      headers: { "content-range": `bytes */${info.size}` },
    });
  }
  const { start, end } = range ?? { start: 0, end: info.size };
  const part = range === null
    ? { status: 200, headers: {} }
    : { status: 206, headers: { "content-range": `bytes ${start}-${end - 1}/${info.size}` } };
  const length = { "content-length": String(end - start) };
  const body = request.method === "HEAD" ? null : streamFile(file, start, end);
  if (body === null) file.close();
  return new Response(body, {
    status: part.status,
    headers: { ...headers, ...part.headers, ...length },
  });
}

function describe(app: OpenAPIHono): void {
  const content = {
    "application/vnd.apache.parquet": { schema: z.string().openapi({ format: "binary" }) },
  };
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/api/files/{path}",
    operationId: "file",
    tags: ["Files"],
    summary: "One Parquet file, whole or a range of it.",
    request: {
      params: z.object(nameParameter("path", "The file's `path`; its slashes stay as they are.")),
      headers: z.object({
        range: z.string().optional().openapi({ example: "bytes=-8", description: "One range." }),
      }),
    },
    responses: {
      200: { description: "The file.", content },
      206: { description: "The range.", content },
      304: { description: "The file is as it was." },
      ...problemResponses(["not-found", "range-not-satisfiable"]),
    },
  });
}
