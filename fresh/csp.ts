// csp(): the Content-Security-Policy of answers, with a nonce for our own inline scripts and styles.

import type { Middleware } from "./types.ts";

/** Sets the policy on every answer that has none; `useNonce` allows inline code by a new nonce alone. */
export function csp<State>({ useNonce = false }: { useNonce?: boolean } = {}): Middleware<State> {
  return async (ctx) => {
    if (useNonce) ctx.nonce = crypto.getRandomValues(new Uint8Array(16)).toBase64();
    const answer = await ctx.next();
    if (answer.status === 101 || answer.headers.has("content-security-policy")) return answer;
    // Answers from elsewhere may have headers that cannot be changed: a copy gets the policy.
    const copy = new Response(answer.body, answer);
    copy.headers.set("content-security-policy", policyOf(ctx.nonce));
    return copy;
  };
}

function policyOf(nonce: string | null): string {
  const inline = nonce ? `'nonce-${nonce}'` : "'unsafe-inline'";
  return [
    "default-src 'self'",
    `script-src 'self' ${inline}`,
    `style-src 'self' ${inline}`,
    "font-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
