// `GET /api/files/…`: one Parquet file, whole or a range of it, as readers in the browser ask for it.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ByteRange, Lake, LakeObject } from "../../../lake/port.ts";
import type { ApiPorts } from "../api_ports.ts";
import { ProblemError } from "../problem.ts";
import { problemResponses } from "../problem_responses.ts";
import { nameParameter } from "../schemas/name_parameter.ts";

const PREFIX = "/api/files/";

/** Adds the route and its description. */
export function mountFile(app: OpenAPIHono, ports: ApiPorts): void {
  describe(app);
  app.on(["GET", "HEAD"], `${PREFIX}*`, async (c) => {
    const { pathname } = new URL(c.req.url);
    const file = await openFile(ports.output, pathname.slice(PREFIX.length));
    if (file === null) {
      throw new ProblemError("not-found", "There is no such file: GET /api/files lists them.");
    }
    return answer(c.req.raw, file);
  });
}

function answer(request: Request, file: LakeObject): Response {
  const { sizeBytes } = file, etag = `"${file.version}"`;
  const headers = {
    "content-type": "application/vnd.apache.parquet",
    "accept-ranges": "bytes",
    "cache-control": "no-cache",
    "last-modified": new Date(file.modifiedMs).toUTCString(),
    etag,
  };
  const condition = request.headers.get("if-range");
  const wanted = condition === null || condition === etag ? request.headers.get("range") : null;
  const range = readRange(wanted, sizeBytes);
  if (range === "unsatisfiable") {
    file.close();
    throw new ProblemError("range-not-satisfiable", `The file has ${sizeBytes} bytes.`, {
      headers: { "content-range": `bytes */${sizeBytes}` },
    });
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes };
  const part = range === null ? { status: 200, headers: {} } : {
    status: 206,
    headers: {
      "content-range": `bytes ${start}-${end - 1}/${sizeBytes}`,
      // Chromium puts ranges of one file together in its cache, and may answer later ones with fewer bytes.
      "cache-control": "no-store",
    },
  };
  const length = { "content-length": String(end - start) };
  const body = request.method === "HEAD" ? null : file.read({ start, end });
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

/** `encoded`: as it stands in the address. Null when there is no such file, or it is not ours to give. */
async function openFile(
  lake: Pick<Lake, "get">,
  encoded: string,
): Promise<LakeObject | null> {
  const parts = decodeParts(encoded);
  return parts && await lake.get(parts.join("/"));
}

/** The path's parts, or null when one of them could lead out or to what is hidden. */
function decodeParts(encoded: string): readonly string[] | null {
  let parts: string[];
  try {
    parts = encoded.split("/").map(decodeURIComponent);
  } catch {
    return null; // not percent-encoded
  }
  const isPlain = (part: string) => part !== "" && !part.startsWith(".") && !/[/\\\0]/.test(part);
  return parts.every(isPlain) && parts.at(-1)!.endsWith(".parquet") ? parts : null;
}

/**
 * The range; null for the whole file, also when the header asks for several or in other units, which a
 * server may leave aside (RFC 9110).
 *
 * @example
 * ```ts
 * import { readRange } from "./mount_file.ts";
 * const range = readRange("bytes=-8", 100);
 * if (range === null || range === "unsatisfiable" || range.start !== 92) throw new Error("the last 8");
 * ```
 */
export function readRange(
  header: string | null,
  sizeBytes: number,
): ByteRange | "unsatisfiable" | null {
  const m = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  if (m === null || (m[1] === "" && m[2] === "")) return null;
  if (m[1] === "") {
    const last = Math.min(Number(m[2]), sizeBytes);
    return last === 0 ? "unsatisfiable" : { start: sizeBytes - last, end: sizeBytes };
  }
  const start = Number(m[1]);
  const end = m[2] === "" ? sizeBytes : Math.min(Number(m[2]) + 1, sizeBytes);
  if (m[2] !== "" && Number(m[2]) < start) return null; // not a range at all
  return start >= sizeBytes ? "unsatisfiable" : { start, end };
}
