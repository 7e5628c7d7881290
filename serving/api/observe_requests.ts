// Counts requests and their time by route.

import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Telemetry } from "../../telemetry/telemetry.ts";

/** A client may invent methods, and each would stay in the metrics for good. */
const METHODS: ReadonlySet<string> = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"],
]);

/** Observes every request into the metrics; the route stands for its addresses, which may be many. */
export function observeRequests({ metrics }: Telemetry): MiddlewareHandler {
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
