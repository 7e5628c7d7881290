// staticFiles(): serves the build's scripts and the files of static/.

import { acceptedEncoding, type Encoding } from "./accepted_encoding.ts";
import { BUILD_QUERY } from "./asset.ts";
import { currentBuild, type ServedFile } from "./build_snapshot.ts";
import { contentType } from "./content_type.ts";
import type { Middleware } from "./types.ts";

/** Only paths in the build's list are files: no path leads elsewhere. */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { files } = currentBuild();
    const path = decodePath(ctx.url.pathname);
    if (path === null || !Object.hasOwn(files, path)) return await ctx.next();
    if (ctx.req.method !== "GET" && ctx.req.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405, headers: { allow: "GET, HEAD" } });
    }
    return await serveFile(ctx.req, ctx.url, path, files[path]!);
  };
}

async function serveFile(
  req: Request,
  url: URL,
  path: string,
  file: ServedFile,
): Promise<Response> {
  const encoding = acceptedEncoding(req.headers.get("accept-encoding"), file.packed);
  const etag = `"${file.hash}${encoding ? `-${encoding}` : ""}"`;
  const headers = fileHeaders(url, path, file, encoding);
  headers.set("etag", etag);
  if (fits(req.headers.get("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-type", contentType(path));
  if (encoding) headers.set("content-encoding", encoding);
  else headers.set("content-length", String(file.sizeBytes));
  if (req.method === "HEAD") return new Response(null, { headers });
  return new Response(await currentBuild().readFile(path, encoding), { headers });
}

function fileHeaders(url: URL, path: string, file: ServedFile, encoding: Encoding | null): Headers {
  const { buildId } = currentBuild();
  const isHashed = path.startsWith(`/_fresh/js/${buildId}/`) ||
    url.searchParams.get(BUILD_QUERY) === buildId;
  const headers = new Headers({
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (encoding || file.packed.length > 0) headers.set("vary", "accept-encoding");
  return headers;
}

function fits(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(etag);
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
