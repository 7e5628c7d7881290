// The policy of workers' scripts: one that reads files may read them from any site that allows it.

import type { Middleware } from "fresh";

/** Where `bundle_workers.ts` puts scripts for workers. */
const WORKER = /^\/workers\/[^/]+\.js$/;

/**
 * A worker has a policy of its own; pages go on asking nobody but us. Its codec is WebAssembly, from a `data:` address.
 */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' https: http: data:";

/** Stands before `csp()`, which in Fresh replaces a policy that an answer has. */
export const allowWorkers: Middleware<unknown> = async (ctx) => {
  const answer = await ctx.next();
  if (!WORKER.test(ctx.url.pathname)) return answer;
  const copy = new Response(answer.body, answer);
  copy.headers.set("content-security-policy", POLICY);
  return copy;
};
