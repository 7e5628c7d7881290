// The app: middlewares and routes, asked from top to bottom.

import { Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { TrieRouter } from "hono/router/trie-router";
import { getPath, tryDecodeURIComponent } from "hono/utils/url";
import { currentBuild } from "./build_snapshot.ts";
import { Context, type PageShell } from "./context.ts";
import { fileRoutes, readShell } from "./file_routes.ts";
import { HttpError } from "./http_error.ts";
import { registerIslands } from "./island_registry.ts";
import { installHook } from "./render_islands.ts";
import type { Middleware, Route } from "./types.ts";

/** Below this, packing does not pay. */
const MIN_PACKED_BYTES = 512;

/** What may be part of a path: a name, a parameter, or at its end whatever follows. */
const PATH = /^(\/(:\w+|[\w.~-]+|\*$))+$|^\/$/;

type Answer = (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

type Step<State> =
  | { readonly kind: "use"; readonly run: Middleware<State> }
  | ({ readonly kind: "route" } & Route<State>)
  | { readonly kind: "files" };

/** Sends requests through middlewares to the route that fits; a middleware after a route is not for it. */
export class App<State = unknown> {
  readonly #steps: Step<State>[] = [];

  /** Adds middlewares for every path. */
  use(...middlewares: Middleware<State>[]): this {
    for (const run of middlewares) this.#steps.push({ kind: "use", run });
    return this;
  }

  /**
   * Adds a route for every method.
   *
   * @throws {TypeError} the path has parts that are no names, no `:parameters` and no `*` at the end
   */
  all(path: string, ...middlewares: Middleware<State>[]): this {
    if (!PATH.test(path)) {
      throw new TypeError(
        `A path must be made of names and :parameters, and may end with * (got "${path}")`,
      );
    }
    const run: Middleware<State> = (ctx) => runChain(ctx, middlewares);
    this.#steps.push({ kind: "route", path, methods: [], run });
    return this;
  }

  /** Puts the files of `routes/` here. */
  fsRoutes(): this {
    this.#steps.push({ kind: "files" });
    return this;
  }

  /** The function that answers requests, for tests and `Deno.serve`. */
  handler(): Answer {
    const { islands, routes } = currentBuild();
    registerIslands(islands);
    installHook();
    const router = new TrieRouter<Step<State>>();
    const steps = this.#steps.flatMap((step) =>
      step.kind !== "files"
        ? [step]
        : fileRoutes<State>(routes).map((route) => ({ kind: "route", ...route }) as const)
    );
    for (const step of steps) router.add("ALL", step.kind === "route" ? step.path : "*", step);
    const shell = readShell<State>(routes);
    return packed((req, info) => answerRequest(req, info, { router, shell }));
  }
}

interface Routed<State> {
  readonly router: TrieRouter<Step<State>>;
  readonly shell: PageShell<State>;
}

/** Answers a request; what is thrown and nobody caught is answered plainly. */
async function answerRequest<State>(
  req: Request,
  info: Deno.ServeHandlerInfo | undefined,
  { router, shell }: Routed<State>,
): Promise<Response> {
  const [found] = router.match("ALL", getPath(req));
  const chain: Middleware<State>[] = [];
  let route: Route<State> | null = null, given: Record<string, string> = {};
  for (const [step, params] of found) {
    if (step.kind === "files") continue;
    chain.push(step.run);
    if (step.kind === "use") continue;
    [route, given] = [step, params as Record<string, string>];
    break;
  }
  const params = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, tryDecodeURIComponent(value)]),
  );
  const ctx = new Context<State>({ req, info, url: new URL(req.url), params, shell });
  const answer = await runChain(ctx, chain).catch(answerPlainly);
  if (answer.status !== 405 || route === null || answer.headers.has("allow")) return answer;
  const refused = new Response(answer.body, answer);
  refused.headers.set("allow", route.methods.join(", "));
  return refused;
}

/** Runs middlewares in order; what none of them answers is a 404. */
async function runChain<State>(
  ctx: Context<State>,
  chain: readonly Middleware<State>[],
): Promise<Response> {
  const run = async (i: number): Promise<Response> => {
    ctx.next = () => run(i + 1);
    const step = chain[i];
    if (step === undefined) throw new HttpError(404);
    return await step(ctx);
  };
  return await run(0);
}

/** What is no `HttpError` is logged, never shown. */
function answerPlainly(thrown: unknown): Response {
  if (!(thrown instanceof HttpError)) console.error(thrown);
  const shown = thrown instanceof HttpError ? thrown : new HttpError(500);
  return new Response(shown.message, {
    status: shown.status,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}

const ifTagged = etag();

/** Answers 304 to who has what a tag stands for; what has no tag is not read for one. */
const compareTags: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.headers.has("etag")) await ifTagged(c, () => Promise.resolve());
};

/** Text is packed for those who take it, chunk by chunk; event streams and what is packed stay as they are. */
function packed(answer: Answer): Answer {
  const server = new Hono<{ Bindings: Deno.ServeHandlerInfo }>()
    .use(compress({ threshold: MIN_PACKED_BYTES }), compareTags)
    .all("*", async (c) => {
      const answered = await answer(c.req.raw, c.env);
      if (c.req.method !== "HEAD") return answered;
      await answered.body?.cancel(); // a file or stream behind it must not stay open
      return new Response(null, answered);
    });
  return async (req, info) => await server.fetch(req, info);
}
