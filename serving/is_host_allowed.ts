// Under which names the service answers while it serves this machine alone.

import { isLoopback, type OriginSettings } from "./is_origin_allowed.ts";

/**
 * Whether a request was sent to a name of ours. A page of another site whose name was pointed at 127.0.0.1
 * (DNS rebinding) may read what it gets from there as its own, but its requests bear that site's name. An
 * address is nobody's name; hosts of the origins that are allowed are ours too, behind a proxy for instance.
 */
export function isHostAllowed(request: Request, settings: OriginSettings): boolean {
  const { corsOrigins, isPublic } = settings;
  if (isPublic || corsOrigins.includes("*")) return true;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return isLoopback(hostname) || isAddress(hostname) ||
    corsOrigins.some((origin) => URL.canParse(origin) && new URL(origin).hostname === hostname);
}

/** An IP address as a URL has it. */
function isAddress(hostname: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname) || hostname.startsWith("[");
}
