// The API as a Hono app: every address under /api, its description, and the probes.

import { OpenAPIHono } from "@hono/zod-openapi";
import { cors } from "hono/cors";
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
import { guardWrites } from "./guard_writes.ts";
import { mountContract } from "./mount_contract.ts";
import { mountEndpoint } from "./mount_endpoint.ts";
import { mountImports } from "./mount_imports.ts";
import { mountLive } from "./mount_live.ts";
import { mountProbes } from "./mount_probes.ts";
import { mountRemoveImport } from "./mount_remove_import.ts";
import { mountTimeMachine } from "./mount_time_machine.ts";
import { observeRequests } from "./observe_requests.ts";
import { ProblemError, PROBLEMS } from "./problem.ts";
import { mountRunAgain } from "./mount_run_again.ts";
import { mountPreview } from "./quarantine/mount_preview.ts";
import { mountSavedRepairs } from "./quarantine/mount_saved_repairs.ts";
import { secureHeaders } from "./secure_headers.ts";

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
  app.use(observeRequests(ports.telemetry), secureHeaders());
  const { corsOrigins } = ports.settings;
  if (corsOrigins.length > 0) {
    app.use("*", cors({ origin: [...corsOrigins], ...CORS }));
  }
  app.on("POST", "/api/*", guardWrites(ports));
  const mounting = { ports, cache: new AnswerCache(), boot: ports.nowMs().toString(36) };
  const endpoints = [
    ...[...viewEndpoints, ...audienceEndpoints, ...qualityEndpoints, ...streamEndpoints],
  ];
  for (const endpoint of endpoints) mountEndpoint(app, endpoint, mounting);
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
