// `/openapi.json` and `/docs`: the API's description, and Swagger UI from our own origin to read it in.

import type { OpenAPIHono } from "@hono/zod-openapi";
import { join } from "node:path";
import { acceptsGzip, encodeAnswer, type EncodedAnswer, gzipOf } from "../answer_cache.ts";
import { ProblemError } from "../problem.ts";
import { DOCS_PAGE, DOCS_SCRIPT, DOCS_STYLE } from "./docs_page.ts";
import { describeApi } from "./describe_api.ts";

/** Files of the package that the page uses. */
const PACKAGE_FILES: Readonly<Record<string, string>> = {
  "swagger-ui-bundle.js": "text/javascript",
  "swagger-ui.css": "text/css",
};
const CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Adds the routes. */
export function mountDocs(app: OpenAPIHono): void {
  const files = new Map<string, EncodedAnswer>();
  let description: EncodedAnswer | null = null;
  app.get("/openapi.json", (c) => {
    description ??= encodeAnswer({
      type: "application/json",
      text: JSON.stringify(app.getOpenAPI31Document(describeApi())),
    });
    return respond(c.req.raw, description, "no-cache");
  });
  app.get("/docs", (c) => c.html(DOCS_PAGE, 200, { "content-security-policy": CONTENT_POLICY }));
  app.get("/docs/assets/:name", async (c) => {
    const name = c.req.param("name");
    const file = files.get(name) ?? await readAsset(name);
    if (file === null) throw new ProblemError("not-found", "There is no such file.");
    files.set(name, file);
    return respond(c.req.raw, file, "public, max-age=3600");
  });
}

async function readAsset(name: string): Promise<EncodedAnswer | null> {
  if (name === "start.js") {
    return {
      ...encodeAnswer({ type: "application/json", text: DOCS_SCRIPT }),
      type: "text/javascript",
    };
  }
  if (name === "page.css") {
    return { ...encodeAnswer({ type: "application/json", text: DOCS_STYLE }), type: "text/css" };
  }
  const type = Object.hasOwn(PACKAGE_FILES, name) ? PACKAGE_FILES[name]! : null;
  if (type === null) return null;
  // Only here, so that a start does not wait for it; named whole, so that installing brings it.
  const { default: packageFolder } = await import("swagger-ui-dist/absolute-path.js");
  const bytes = await Deno.readFile(join(packageFolder(), name));
  return { type, bytes, gzip: undefined, link: null };
}

function respond(request: Request, answer: EncodedAnswer, caching: string): Response {
  const packed = acceptsGzip(request) ? gzipOf(answer) : null;
  return new Response(packed ?? answer.bytes, {
    headers: {
      "content-type": `${answer.type}${answer.type.startsWith("text/") ? "; charset=utf-8" : ""}`,
      "cache-control": caching,
      "vary": "accept-encoding",
      ...(packed === null ? {} : { "content-encoding": "gzip" }),
    },
  });
}
