// The API as a Hono app: every address under /api, its description, and the probes.

import { OpenAPIHono, z } from "@hono/zod-openapi";
import { cors } from "hono/cors";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";
import type { MiddlewareHandler } from "hono";
import { createHash, timingSafeEqual } from "node:crypto";
import { routePath } from "hono/route";
import { AnswerCache } from "./answer_cache.ts";
import type { ApiPorts } from "./api_ports.ts";
import { asProblem } from "./as_problem.ts";
import { mountDocs } from "./docs/mount_docs.ts";
import { audienceEndpoints } from "./endpoints/audience_endpoints.ts";
import { qualityEndpoints } from "./endpoints/quality_endpoints.ts";
import { streamEndpoints } from "./endpoints/stream_endpoints.ts";
import { viewEndpoints } from "./endpoints/view_endpoints.ts";
import { mountEvents } from "./events/mount_events.ts";
import { mountReplay } from "./events/mount_replay.ts";
import { mountFile } from "./files/mount_file.ts";
import { mountAnswers } from "./mount_answers.ts";
import { mountContract } from "./mount_contract.ts";
import { mountEndpoint } from "./mount_endpoint.ts";
import { mountImports } from "./mount_imports.ts";
import { mountRemoveImport } from "./mount_remove_import.ts";
import { mountTimeMachine } from "./mount_time_machine.ts";
import { ProblemError, PROBLEMS } from "./problem.ts";
import { mountPreview } from "./quarantine/mount_preview.ts";
import { mountSavedRepairs } from "./quarantine/mount_saved_repairs.ts";
import { isOriginAllowed } from "../is_origin_allowed.ts";
import { TokenBuckets } from "./token_buckets.ts";
import { TokenGuesses } from "./token_guesses.ts";
import { problemResponses } from "./problem_responses.ts";
import { found, queriesOf } from "./endpoint.ts";
import { nameParameter } from "./schemas/name_parameter.ts";
import { runReportSchema } from "./schemas/run_schemas.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";

/** What pages of other origins may read of an answer, and how long what was allowed is remembered. */
const CORS = {
  exposeHeaders: [
    ...["etag", "retry-after", "allow", "content-range", "accept-ranges", "content-length"],
    ...["idempotent-replayed", "last-modified"],
  ],
  allowMethods: ["GET", "HEAD", "POST"],
  maxAge: 600,
};

/** Makes the app. `app.request()` asks it without a port. */
export function createApi(ports: ApiPorts): OpenAPIHono {
  const app = new OpenAPIHono();
  app.use(observeRequests(ports.telemetry), secureHeaders(SECURITY));
  const { corsOrigins } = ports.settings;
  if (corsOrigins.length > 0) {
    app.use("*", cors({ origin: [...corsOrigins], ...CORS }));
  }
  app.use("/api/*", compareTags);
  app.on("POST", "/api/*", guardWrites(ports));
  const mounting = { ports, cache: new AnswerCache(), boot: ports.nowMs().toString(36) };
  const endpoints = [
    ...[...viewEndpoints, ...audienceEndpoints, ...qualityEndpoints, ...streamEndpoints],
  ];
  for (const endpoint of endpoints) mountEndpoint(app, endpoint, mounting);
  mountAnswers(app, endpoints, mounting);
  mountFile(app, ports);
  mountEvents(app, ports);
  mountContract(app, ports);
  mountPreview(app, ports);
  mountReplay(app, ports);
  mountSavedRepairs(app, ports);
  mountRunAgain(app, ports);
  mountRemoveImport(app, ports);
  if (ports.live !== null) mountLive(app, ports.live);
  if (ports.timeMachine !== null) mountTimeMachine(app, ports.timeMachine, ports.settings);
  if (ports.imports !== null) mountImports(app, ports.imports);
  mountProbes(app, ports);
  mountDocs(app);
  refuseOtherMethods(app);
  app.openAPIRegistry.registerComponent("securitySchemes", "token", {
    ...{ type: "http", scheme: "bearer" },
    description:
      "PLAYHEAD_TOKEN; needed to write when it is set, and to write from beyond the machine.",
  });
  app.notFound((c) => {
    const detail = `There is no ${c.req.path.slice(0, 200)}: /openapi.json lists what there is.`;
    return new ProblemError("not-found", detail).toResponse();
  });
  app.onError((error) => {
    const problem = asProblem(error);
    if (problem !== null) {
      if (problem !== error && PROBLEMS[problem.kind].status >= 500) {
        ports.telemetry.emit("request_impeded", { reason: error.message });
      }
      return problem.toResponse();
    }
    ports.telemetry.emit("request_failed", { error });
    return new ProblemError("defect", "It is told in the service's log: please report it.")
      .toResponse();
  });
  return app;
}

/** For each address that is there, says which methods it takes: to OPTIONS, and in refusing others. */
function refuseOtherMethods(app: OpenAPIHono): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === "ALL" || path.endsWith("/*") && method === "POST") continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, known] of methods) {
    if (known.has("GET")) known.add("HEAD");
    const allow = [...known.add("OPTIONS")].sort().join(", ");
    app.all(path, (c) => {
      if (c.req.method === "OPTIONS") return c.body(null, 204, { allow });
      const detail = `${c.req.method} does not fit ${c.req.path.slice(0, 200)}: use ${allow}.`;
      throw new ProblemError("method-not-allowed", detail, { headers: { allow } });
    });
  }
}

/** Refuses requests that may not write. */
function guardWrites(ports: ApiPorts): MiddlewareHandler {
  const { settings, telemetry } = ports;
  const buckets = new TokenBuckets(settings.writesPerSecond, () => performance.now());
  const guesses = new TokenGuesses(() => performance.now());
  const refuse = (reason: string, problem: ProblemError): never => {
    telemetry.emit("request_refused", { reason });
    throw problem;
  };
  return async (c, next) => {
    if (!isOriginAllowed(c.req.raw, settings)) {
      const detail = "Pages of other origins may write only when CORS_ORIGINS names them.";
      refuse("origin", new ProblemError("forbidden", detail));
    }
    if (settings.isPublic && settings.token === null) {
      const detail = "Writing from beyond this machine needs PLAYHEAD_TOKEN to be set.";
      refuse("no_token_set", new ProblemError("forbidden", detail));
    }
    const client = clientOf(c.env);
    if (!buckets.take(client)) {
      const detail = `At most ${settings.writesPerSecond} requests a second may write: ` +
        "send more rows in each.";
      refuse("rate", new ProblemError("too-many-requests", detail, { retryAfterSeconds: 1 }));
    }
    if (settings.token !== null) {
      const authorization = c.req.header("authorization");
      if (authorization === undefined) refuse("token", tokenNeeded());
      const judged = guesses.judge(client, holdsToken(authorization, settings.token));
      if (judged === "wrong") {
        telemetry.emit("token_refused", { client, path: c.req.path });
        refuse("token", tokenNeeded());
      }
      if (judged === "too many") {
        const detail = "Too many wrong tokens came from this address: try again in some seconds.";
        refuse("guesses", new ProblemError("too-many-requests", detail, { retryAfterSeconds: 5 }));
      }
    }
    await next();
  };
}

function tokenNeeded(): ProblemError {
  const detail = "Send the service's token: Authorization: Bearer PLAYHEAD_TOKEN.";
  const headers = { "www-authenticate": 'Bearer realm="playhead"' };
  return new ProblemError("token-needed", detail, { headers });
}

/** Compared by hash, so that neither the time taken nor the length tells anything of the token. */
function holdsToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** The other end's address; Deno.serve tells it beside the request. */
function clientOf(env: unknown): string {
  const info = env as { readonly remoteAddr?: { readonly hostname?: string } } | undefined;
  return info?.remoteAddr?.hostname ?? "";
}

const SINCE = "The `seq` of the last message that was heard: goes on from there, or begins anew.";

/** One event; a `notice` has no id, so that it does not become a place to go on from. */
const eventSchema = z.object({
  id: z.string().optional().openapi({ description: "The message's `seq`." }),
  event: z.literal("message").optional(),
  data: z.string().openapi({
    description: "A message as JSON: `kind` is `snapshot`, `delta` or `notice`.",
  }),
}).openapi("LiveEvent");

/** Adds the route and its description. */
function mountLive(app: OpenAPIHono, live: (request: Request) => Response): void {
  const seq = (description: string) =>
    z.string().optional().openapi({ type: "integer", minimum: 0, maximum: 1e15 - 1, description });
  app.openAPIRegistry.registerPath({
    ...{ method: "get", path: "/api/live", operationId: "live", tags: ["Stream"] },
    summary: "The live stream as server-sent events, for `curl -N` and EventSource.",
    description:
      "A `snapshot` first, then numbered `delta`s, at most 20 a second; now and then a " +
      "`notice`. Each event's data is one JSON message, its id the message's `seq`. The same " +
      "messages come by WebSocket from `/live`.",
    request: {
      query: z.object({ since: seq(SINCE) }),
      headers: z.object({ "last-event-id": seq("As `since`; EventSource sends it by itself.") }),
    },
    responses: {
      200: {
        description: "Events until the client goes.",
        content: { "text/event-stream": { schema: eventSchema } },
      },
      ...problemResponses(["invalid-parameter", "forbidden", "too-many-listeners", "not-ready"]),
    },
  });
  app.get("/api/live", (c) => live(c.req.raw));
}

/** Adds the routes. */
function mountProbes(app: OpenAPIHono, { parts, telemetry }: ApiPorts): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }, 200, { "cache-control": "no-store" }));
  app.get("/readyz", (c) => {
    const states = parts();
    const ready = states.every((part) => part.ready);
    const headers = { "cache-control": "no-store" };
    return c.json({ ready, parts: states }, ready ? 200 : 503, headers);
  });
  app.get("/metrics", async (c) =>
    c.text(await telemetry.metrics.render(), 200, {
      "content-type": telemetry.metrics.registry.contentType,
      "cache-control": "no-store",
    }));
}

/** What the ETL says of inputs and settings that it cannot use is the request's fault, not a defect. */
const REFUSALS = ["InputError", "UsageError", "AuditError"];

/** Adds the route and its description. */
function mountRunAgain(app: OpenAPIHono, ports: ApiPorts): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/runs/{run_id}/again",
    operationId: "runAgain",
    tags: ["Quality"],
    summary: "Runs the ETL again with a run's inputs and parameters; answers when it is through.",
    description: "The inputs must be as they were. Rows are not sent through the log again.",
    request: { params: z.object(nameParameter("run_id", "The earlier run's id.")) },
    security: [{}, { token: [] }],
    responses: {
      200: {
        description: "The new run's report.",
        content: { "application/json": { schema: runReportSchema } },
      },
      ...problemResponses([
        ...["invalid-parameter", "token-needed", "forbidden", "not-found"] as const,
        ...["too-many-requests", "not-ready"] as const,
      ]),
    },
  });
  app.post("/api/runs/:run_id/again", async (c) => {
    const id = c.req.param("run_id");
    const runs = await queriesOf(ports).runs(), report = runs.find(({ run_id }) => run_id === id);
    const earlier = found(report ?? null, `run ${JSON.stringify(id)}`);
    if (ports.runAgain === null) {
      throw new ProblemError("not-ready", "Cannot run again as that needs the service: start it.");
    }
    try {
      return c.json(await ports.runAgain(earlier));
    } catch (error) {
      if (!(error instanceof Error) || !REFUSALS.includes(error.name)) throw error;
      throw new ProblemError("invalid-parameter", error.message, { cause: error });
    }
  });
}

/** A client may invent methods, and each would stay in the metrics for good. */
const METHODS: ReadonlySet<string> = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"],
]);

/** Observes every request into the metrics; the route stands for its addresses, which may be many. */
function observeRequests({ metrics }: Telemetry): MiddlewareHandler {
  return async (c, next) => {
    const startMs = performance.now();
    await next();
    const labels = {
      method: METHODS.has(c.req.method) ? c.req.method : "other",
      route: routePath(c, -1),
      status: c.res.status,
    };
    metrics.requestSeconds.observe(labels, (performance.now() - startMs) / 1000);
  };
}

/** What is false means nothing to who reads data, or is for the proxy that speaks TLS to say. */
const SECURITY = {
  overwrite: false,
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  xFrameOptions: "DENY",
  ...{ crossOriginOpenerPolicy: false, originAgentCluster: false, strictTransportSecurity: false },
  ...{ xDnsPrefetchControl: false, xDownloadOptions: false, xXssProtection: false },
  xPermittedCrossDomainPolicies: false,
};

const conditional = etag({
  retainedHeaders: [
    ...[...RETAINED_304_HEADERS, "link", "last-modified", "accept-ranges"],
    ...["access-control-allow-origin", "access-control-expose-headers"],
  ],
});

/** Answers 304 to who has what a tag stands for; what has no tag is not read for one. */
const compareTags: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.headers.has("etag")) await conditional(c, () => Promise.resolve());
};
