// staticFiles(): serves the build's scripts and the files of static/.

import { parseAccept } from "hono/utils/accept";
import { getMimeType } from "hono/utils/mime";
import { getPath, tryDecodeURIComponent } from "hono/utils/url";
import { BUILD_QUERY } from "./asset.ts";
import { currentBuild, type ServedFile } from "./build_snapshot.ts";
import type { Middleware } from "./types.ts";

/** Only paths in the build's list are files: no path leads elsewhere. */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { files } = currentBuild();
    const path = tryDecodeURIComponent(getPath(ctx.req));
    if (!Object.hasOwn(files, path)) return await ctx.next();
    if (ctx.req.method !== "GET" && ctx.req.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405, headers: { allow: "GET, HEAD" } });
    }
    return await serveFile(ctx.req, ctx.url, path, files[path]!);
  };
}

async function serveFile(req: Request, url: URL, path: string, file: ServedFile) {
  const { buildId, readFile } = currentBuild();
  const taken = parseAccept(req.headers.get("accept-encoding") ?? "")
    .flatMap(({ type, q }) => q > 0 ? [type.toLowerCase()] : []);
  const encoding = file.packed.find((one) => taken.includes(one)) ?? null;
  const isHashed = path.startsWith(`/_fresh/js/${buildId}/`) ||
    url.searchParams.get(BUILD_QUERY) === buildId;
  const headers = new Headers({
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    "content-type": getMimeType(path) ?? "application/octet-stream",
    etag: `"${file.hash}${encoding ? `-${encoding}` : ""}"`,
  });
  if (file.packed.length > 0) headers.set("vary", "accept-encoding");
  if (encoding) headers.set("content-encoding", encoding);
  else headers.set("content-length", String(file.sizeBytes));
  return new Response(await readFile(path, encoding), { headers });
}
