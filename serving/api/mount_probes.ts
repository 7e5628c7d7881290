// `/healthz`, `/readyz` and `/metrics`: what a supervisor and Prometheus ask.

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiPorts } from "./api_ports.ts";

/** Adds the routes. */
export function mountProbes(app: OpenAPIHono, { parts, telemetry }: ApiPorts): void {
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
