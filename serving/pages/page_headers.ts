// Security headers of pages and assets, beside the policy that `csp()` sets.

import type { Middleware } from "fresh";

const HEADERS = Object.entries({
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
});

/** Adds the headers; an answer that needs another one has set it. */
export const pageHeaders: Middleware<unknown> = async (ctx) => {
  const answer = await ctx.next();
  if (answer.status === 101) return answer;
  const copy = new Response(answer.body, answer);
  for (const [name, value] of HEADERS) if (!copy.headers.has(name)) copy.headers.set(name, value);
  return copy;
};
