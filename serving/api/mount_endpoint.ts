// Puts an endpoint into the app and into the OpenAPI document.

import type { OpenAPIHono } from "@hono/zod-openapi";
import { matchesEtag } from "../matches_etag.ts";
import {
  acceptsGzip,
  type AnswerCache,
  encodeAnswer,
  type EncodedAnswer,
  gzipOf,
} from "./answer_cache.ts";
import type { ApiPorts } from "./api_ports.ts";
import { type Endpoint, queriesOf } from "./endpoint.ts";
import { problemResponses } from "./problem_responses.ts";

/** What endpoints of one app share. */
export interface Mounting {
  readonly ports: ApiPorts;
  readonly cache: AnswerCache;
  /** Sets this process's ETags apart from those of another store behind the same address. */
  readonly boot: string;
}

/** Adds the endpoint's route and its description. */
export function mountEndpoint(app: OpenAPIHono, endpoint: Endpoint, mounting: Mounting): void {
  describe(app, endpoint);
  app.get(endpoint.path.replace(/\{(\w+)\}/g, ":$1"), async (c) => {
    const request = c.req.raw;
    if (endpoint.freshness === "always") {
      const asked = { path: c.req.param(), query: new URL(request.url).searchParams };
      const text = await endpoint.answerText(mounting.ports, asked);
      return respond(request, encodeAnswer(text, request.url), null);
    }
    const { ports, cache, boot } = mounting;
    const address = request.url.slice(request.url.indexOf("/", 8)); // behind `http://host`
    const seq = await queriesOf(ports).seq();
    let answer = cache.get(address, seq);
    if (answer === undefined) {
      const asked = { path: c.req.param(), query: new URL(request.url).searchParams };
      answer = encodeAnswer(await endpoint.answerText(ports, asked), request.url);
      cache.set(address, seq, answer);
    }
    return respond(request, answer, `W/"${boot}-${seq}"`);
  });
}

function respond(request: Request, answer: EncodedAnswer, etag: string | null): Response {
  const headers = new Headers({ "content-type": answer.type, "vary": "accept-encoding" });
  headers.set("cache-control", etag === null ? "no-store" : "no-cache");
  if (answer.link !== null) headers.set("link", answer.link);
  if (etag !== null) {
    headers.set("etag", etag);
    if (matchesEtag(request.headers.get("if-none-match"), etag)) {
      headers.delete("content-type");
      return new Response(null, { status: 304, headers });
    }
  }
  const packed = acceptsGzip(request) ? gzipOf(answer) : null;
  if (packed !== null) headers.set("content-encoding", "gzip");
  return new Response(packed ?? answer.bytes, { headers });
}

function describe(app: OpenAPIHono, endpoint: Endpoint): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: endpoint.path,
    operationId: endpoint.name,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    request: { params: endpoint.params, query: endpoint.query },
    responses: {
      200: {
        description: "The answer.",
        content: {
          "application/json": { schema: endpoint.answer },
          "text/csv": { schema: { type: "string" } },
        },
      },
      ...(endpoint.freshness === "store"
        ? { 304: { description: "The store is as it was when the client asked before." } }
        : {}),
      ...problemResponses(["invalid-parameter", "not-found", "not-ready", "too-many-questions"]),
    },
  });
}
