// Compares the tags of If-None-Match with an answer's own.

const TAG = /(?:W\/)?("[^"]*")|\*/g;

/**
 * Whether a client has the answer of this tag already. Tags are compared weakly (RFC 9110, 13.1.2): `W/"a"`
 * and `"a"` are the same.
 *
 * @example
 * ```ts
 * import { matchesEtag } from "./matches_etag.ts";
 * if (!matchesEtag('"x", W/"a,b"', '"a,b"')) throw new Error("in the list");
 * ```
 */
export function matchesEtag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const own = etag.replace(/^W\//, "");
  for (const [tag, quoted] of ifNoneMatch.matchAll(TAG)) {
    if (tag === "*" || quoted === own) return true;
  }
  return false;
}
