// Puts an endpoint into the app and into the OpenAPI document.

import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  acceptsGzip,
  type AnswerCache,
  encodeAnswer,
  type EncodedAnswer,
  gzipOf,
} from "./answer_cache.ts";
import type { ApiPorts } from "./api_ports.ts";
import type { StoreSnapshot } from "../../store/port.ts";
import { type AnswerText, type Asked, type Endpoint, queriesOf } from "./endpoint.ts";
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
    const asked = () => ({ path: c.req.param(), query: new URL(request.url).searchParams });
    if (endpoint.freshness === "always") {
      const text = await endpoint.answerText(mounting.ports, asked());
      return respond(request, text, null);
    }
    const { ports, cache, boot } = mounting;
    const address = request.url.slice(request.url.indexOf("/", 8)); // behind `http://host`
    const queries = queriesOf(ports), seq = await queries.seq();
    let answer = cache.get(address, seq);
    if (answer === undefined) {
      answer = encodeAnswer(await endpoint.answerText(ports, asked()), request.url);
      // A commit that came meanwhile may be in it.
      if (await queries.seq() === seq) cache.set(address, seq, answer);
    }
    return respond(request, answer, `W/"${boot}-${seq}"`);
  });
}

const decoder = new TextDecoder();

/** The text of an answer that is of one commit for certain; kept with the others' answers. */
export async function answerOf(
  endpoint: Endpoint,
  asked: Asked,
  { within: { ports, cache }, at: { seq }, address }: {
    readonly within: Mounting;
    readonly at: StoreSnapshot;
    readonly address: string;
  },
): Promise<string> {
  const isKept = endpoint.freshness === "store";
  const kept = isKept ? cache.get(address, seq) : undefined;
  if (kept !== undefined) return decoder.decode(kept.bytes);
  const answer = await endpoint.answerText(ports, asked);
  if (isKept) cache.set(address, seq, encodeAnswer(answer, `http://localhost${address}`));
  return answer.text;
}

/** Answers packed where the client takes that, and not at all where the client has it. */
export function respond(
  request: Request,
  given: EncodedAnswer | AnswerText,
  etag: string | null,
): Response {
  const answer = "bytes" in given ? given : encodeAnswer(given, request.url);
  const headers = new Headers({ "content-type": answer.type, "vary": "accept-encoding" });
  headers.set("cache-control", etag === null ? "no-store" : "no-cache");
  if (answer.link !== null) headers.set("link", answer.link);
  if (etag !== null) headers.set("etag", etag);
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
