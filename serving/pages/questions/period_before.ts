// The period before another one: as long, and ending where that begins.

import { FIRST_INSTANT_MS, parseInstant } from "../../../domain/instant.ts";

/**
 * The same question about the period before; null when its period is open or none, or would begin before the
 * year 0001.
 */
export function periodBefore(query: URLSearchParams): URLSearchParams | null {
  const fromMs = parseInstant(query.get("from") ?? ""), toMs = parseInstant(query.get("to") ?? "");
  if (!(fromMs < toMs) || 2 * fromMs - toMs < FIRST_INSTANT_MS) return null;
  const before = new URLSearchParams(query);
  before.set("from", new Date(2 * fromMs - toMs).toISOString());
  before.set("to", new Date(fromMs).toISOString());
  return before;
}
