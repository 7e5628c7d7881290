// Security headers on every answer of the API.

import type { MiddlewareHandler } from "hono";

const HEADERS = Object.entries({
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
});

/** Adds the headers; an answer that needs another policy has set it. */
export function secureHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    for (const [name, value] of HEADERS) {
      if (!headers.has(name)) headers.set(name, value);
    }
  };
}
