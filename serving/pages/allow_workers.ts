// The policy of workers' scripts: one that reads files may read them from any site that allows it.

import type { Middleware } from "fresh";

/** Where the builder puts scripts for workers. */
const WORKER = /^\/_fresh\/js\/[^/]+\/worker-[^/]+\.js$/;

/**
 * A worker has a policy of its own; pages go on asking nobody but us. Its codec is WebAssembly, from a `data:` address.
 */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' https: http: data:";

/** Sets it before `csp()`, which leaves an answer alone that has one. */
export const allowWorkers: Middleware<unknown> = async (ctx) => {
  const answer = await ctx.next();
  if (!WORKER.test(ctx.url.pathname)) return answer;
  const copy = new Response(answer.body, answer);
  copy.headers.set("content-security-policy", POLICY);
  return copy;
};
