// `/openapi.json` and `/docs`: the API's description, and Swagger UI from our own origin to read it in.

import type { OpenAPIHono } from "@hono/zod-openapi";
import { join } from "node:path";
import { acceptsGzip, encodeAnswer, type EncodedAnswer, gzipOf } from "../answer_cache.ts";
import { ProblemError } from "../problem.ts";

/** `/docs`. */
const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Playhead</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="/docs/assets/page.css">
</head>
<body>
<nav><a href="/">Playhead</a> <a href="/openapi.json">openapi.json</a></nav>
<div id="reference"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/start.js"></script>
</body>
</html>
`;

/** Starts Swagger UI; validator badges would ask a server elsewhere. */
const DOCS_SCRIPT = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

/** What the page adds. */
const DOCS_STYLE = `body { margin: 0; background: #fafafa; }
nav { display: flex; gap: 1.5rem; padding: .75rem 1.25rem; background: #14161c; font: 500 1rem system-ui; }
nav a { color: #f4f4f6; }
.swagger-ui .info { margin: 1.5rem 0; }
`;

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

/** What `getOpenAPI31Document()` puts around the paths. */
function describeApi() {
  return {
    openapi: "3.1.0",
    info: {
      title: "Playhead",
      version: "1",
      license: { name: "MIT", identifier: "MIT" },
      description:
        "Viewing events in, figures out. Instants are ISO in UTC; ranges are half-open. " +
        "Answers carry an ETag that changes with the store's commits. Lists come as CSV with " +
        '`format=csv`: there a missing value is a cell of nothing, an empty text is `""`. Errors are problem+json (RFC 9457) and say what to do.',
    },
    tags: [
      { name: "Events", description: "Taking viewing events in." },
      { name: "Views", description: "Totals, series, hours of the week, cohorts, binges." },
      { name: "Shows and users" },
      { name: "Quality", description: "The ledger, quarantine and runs of the ETL." },
      { name: "Stream", description: "The log's topics and records, and the live stream." },
      { name: "Imports", description: "Files that are handed in, and taken back." },
      { name: "Files", description: "The Parquet files." },
    ],
    servers: [{ url: "/" }],
  };
}
