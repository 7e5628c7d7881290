// `GET /api/files/…`: one Parquet file, whole or a range of it, as readers in the browser ask for it.

import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { join, sep } from "node:path";
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
  const part = range === null ? { status: 200, headers: {} } : {
    status: 206,
    headers: {
      "content-range": `bytes ${start}-${end - 1}/${info.size}`,
      // Chromium puts ranges of one file together in its cache, and may answer later ones with fewer bytes.
      "cache-control": "no-store",
    },
  };
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

/** A file that is open, and what it is. */
interface OpenedFile {
  readonly file: Deno.FsFile;
  readonly info: Deno.FileInfo;
}

/** `encoded`: as it stands in the address. Null when there is no such file, or it is not ours to give. */
async function openFile(folder: string, encoded: string): Promise<OpenedFile | null> {
  const parts = decodeParts(encoded);
  if (parts === null) return null;
  let file: Deno.FsFile | null = null;
  try {
    const root = await Deno.realPath(folder);
    const path = await Deno.realPath(join(root, ...parts));
    if (!path.startsWith(root + sep) || !path.endsWith(".parquet")) return null; // a link led away
    file = await Deno.open(path);
    const info = await file.stat();
    if (info.isFile) return { file, info };
    file.close();
    return null;
  } catch (error) {
    file?.close();
    if (isAbsent(error)) return null;
    throw error;
  }
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

function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.FilesystemLoop || error instanceof Deno.errors.IsADirectory ||
    error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.InvalidData ||
    error instanceof Error && /ENAMETOOLONG|name too long/i.test(error.message);
}

/** Bytes `[start, end)`. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
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

const CHUNK_BYTES = 64 << 10;

/** The bytes `[start, end)`, read as they are asked for. */
function streamFile(
  file: Deno.FsFile,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = end - start;
  return new ReadableStream({
    async start() {
      await file.seek(start, Deno.SeekMode.Start);
    },
    async pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      const bytes = left === 0 ? null : await file.read(chunk);
      if (bytes === null) {
        file.close();
        if (left > 0) controller.error(new Error("the file became shorter"));
        else controller.close();
        return;
      }
      left -= bytes;
      controller.enqueue(chunk.subarray(0, bytes));
    },
    cancel: () => file.close(),
  }, { highWaterMark: 1 });
}
