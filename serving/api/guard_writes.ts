// Lets a request write only if it may: from an allowed page, with the token where one is set, not too often.

import type { MiddlewareHandler } from "hono";
import { createHash, timingSafeEqual } from "node:crypto";
import { isOriginAllowed } from "../is_origin_allowed.ts";
import type { ApiPorts } from "./api_ports.ts";
import { ProblemError } from "./problem.ts";
import { TokenBuckets } from "./token_buckets.ts";
import { TokenGuesses } from "./token_guesses.ts";

/** Refuses requests that may not write. */
export function guardWrites(ports: ApiPorts): MiddlewareHandler {
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
