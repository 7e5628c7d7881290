// Whom a front end alone answers, and whose writes it passes on: the pipeline sees its request and nobody
// behind it, so host, origin and token are for the front end to look at.

import { createHash, timingSafeEqual } from "node:crypto";
import type { Middleware } from "fresh";
import { isHostAllowed } from "../is_host_allowed.ts";
import { isLoopback, isOriginAllowed, type OriginSettings } from "../is_origin_allowed.ts";
import { pipelineProblem } from "./forward_to_pipeline.ts";

/** What the front end is given; as the service's settings of these names. */
export interface FrontSettings {
  readonly token: string | null;
  readonly corsOrigins: readonly string[];
}

/** From the environment, as far as it may be read. */
export function readFrontSettings(): FrontSettings {
  const origins = readVariable("CORS_ORIGINS").split(",").map((one) => one.trim());
  return {
    token: readVariable("PLAYHEAD_TOKEN") || null,
    corsOrigins: origins.filter((one) => one !== ""),
  };
}

/** Refuses what may not be asked or written through the front end. */
export function guardFront(settings: FrontSettings): Middleware<unknown> {
  return (ctx) => refusal(ctx.req, ctx.info, settings) ?? ctx.next();
}

/** Null when the request may pass. */
export function refusal(
  request: Request,
  info: Pick<Deno.ServeHandlerInfo, "remoteAddr"> | undefined,
  { token, corsOrigins }: FrontSettings,
): Response | null {
  // Who comes from this machine may be a page whose name was pointed at it, or a proxy.
  const isPublic = !isFromHere(info);
  const origins: OriginSettings = { corsOrigins, isPublic };
  if (!isHostAllowed(request, origins)) {
    return pipelineProblem(
      421,
      "misdirected",
      "Name the host in CORS_ORIGINS to be answered by it.",
    );
  }
  const isSocket = request.headers.get("upgrade")?.toLowerCase() === "websocket";
  const isReading = !isSocket && /^(GET|HEAD|OPTIONS)$/.test(request.method);
  if (isReading) return null;
  if (!isOriginAllowed(request, origins)) {
    return pipelineProblem(
      403,
      "forbidden",
      "Pages of other origins may not write or listen here.",
    );
  }
  return isSocket ? null : refuseWrite(request, { token, isPublic });
}

function refuseWrite(
  request: Request,
  { token, isPublic }: { readonly token: string | null; readonly isPublic: boolean },
): Response | null {
  if (token !== null) {
    if (holdsToken(request.headers.get("authorization"), token)) return null;
    return pipelineProblem(
      401,
      "token-needed",
      "Send the token: Authorization: Bearer PLAYHEAD_TOKEN.",
    );
  }
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const isNear = !isPublic && isLoopback(URL.parse(`http://${host}`)?.hostname ?? "");
  if (isNear) return null;
  return pipelineProblem(
    403,
    "forbidden",
    "Writing from beyond this machine needs PLAYHEAD_TOKEN, at the front end and at the service.",
  );
}

function isFromHere(info: Pick<Deno.ServeHandlerInfo, "remoteAddr"> | undefined): boolean {
  const address = info?.remoteAddr;
  return address !== undefined && "hostname" in address && isLoopback(address.hostname);
}

/** Compared by hash, so that the time taken tells nothing of the token. */
function holdsToken(authorization: string | null, token: string): boolean {
  const given = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1] ?? "";
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}

function readVariable(name: string): string {
  try {
    return Deno.env.get(name) ?? "";
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return ""; // nobody allowed it, so nobody set it
    throw error;
  }
}
