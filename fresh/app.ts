// The app: its routes, middlewares, layouts and error pages, applied from top to bottom.

import { Context, type ResolvedConfig, type Wrapper } from "./context.ts";
import { answerError, answerPlainly } from "./error_answer.ts";
import { HttpError } from "./http_error.ts";
import * as paths from "./path_pattern.ts";
import { routeMiddleware } from "./route_handler.ts";
import type { LayoutConfig, Method, Middleware, PageComponent, Route } from "./types.ts";

type Item<State> =
  & { readonly pattern: paths.PathPattern }
  & (
    | { readonly kind: "use" | "error"; readonly run: Middleware<State> }
    | { readonly kind: "route"; readonly method: Method | "ALL"; readonly run: Middleware<State> }
    | { readonly kind: "layout"; readonly layout: Wrapper<State> }
  );

/** Routes requests to middlewares; an item defined after a route does not apply to it. */
export class App<State = unknown> {
  readonly #items: Item<State>[] = [];
  readonly #config: ResolvedConfig;
  #appWrapper: PageComponent<unknown, State> | null = null;
  #notFound: Middleware<State> | null = null;

  constructor(config: { root?: string } = {}) {
    this.#config = { root: config.root ?? "." };
  }

  /** Adds middlewares for every path, or for a path and all below it. */
  use(...args: (string | Middleware<State>)[]): this {
    const path = typeof args[0] === "string" ? args[0] : "*";
    for (const run of args) {
      if (typeof run !== "string") this.#add(path, { kind: "use", run });
    }
    return this;
  }

  get = this.#method("GET");
  post = this.#method("POST");
  put = this.#method("PUT");
  patch = this.#method("PATCH");
  delete = this.#method("DELETE");
  head = this.#method("HEAD");
  all = this.#method("ALL");

  /** Adds a route with a component, a handler, or both. */
  route<Data>(path: string, route: Route<Data, State>): this {
    return this.#add(path, { kind: "route", method: "ALL", run: routeMiddleware(route) });
  }

  /** Wraps the pages of a path and all below it. */
  layout(path: string, component: PageComponent<unknown, State>, config: LayoutConfig = {}): this {
    return this.#add(path, { kind: "layout", layout: { component, isApp: false, config } });
  }

  /** Sets the component around every page and its layouts. */
  appWrapper(component: PageComponent<unknown, State>): this {
    this.#appWrapper = component;
    return this;
  }

  /** Answers what is thrown at a path or below it; the page of the longest path is asked first. */
  onError(path: string, run: Middleware<State>): this {
    return this.#add(path, { kind: "error", run });
  }

  /** Answers every 404, also those that handlers throw. */
  notFound(run: Middleware<State>): this {
    this.#notFound = run;
    return this;
  }

  /** Adds another app's items below a path. */
  mountApp(path: string, app: App<State>): this {
    for (const item of app.#items) {
      const pattern = paths.joinPathPatterns(path, item.pattern.text);
      this.#items.push({ ...item, pattern: paths.parsePathPattern(pattern) });
    }
    return this;
  }

  /** The function that answers requests, for tests and `Deno.serve`. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    return async (req, info) => {
      const response = await this.#answer(req, info).catch(answerPlainly);
      return req.method === "HEAD" ? new Response(null, response) : response;
    };
  }

  /** Serves on loopback, unless `hostname` says otherwise. */
  listen(options: Deno.ServeTcpOptions = {}): Promise<void> {
    const serve = this.handler();
    return Deno.serve({ hostname: "127.0.0.1", ...options }, serve).finished;
  }

  #method(method: Method | "ALL") {
    return (path: string, ...handlers: Middleware<State>[]): this => {
      const run: Middleware<State> = (ctx) => runChain(ctx, { chain: handlers, pages: [] });
      return this.#add(path, { kind: "route", method, run });
    };
  }

  #add(path: string, item: DistributiveOmit<Item<State>, "pattern">): this {
    this.#items.push({ ...item, pattern: paths.parsePathPattern(path) } as Item<State>);
    return this;
  }

  #answer(req: Request, info: Deno.ServeHandlerInfo | undefined): Promise<Response> {
    const url = new URL(req.url);
    const { pathname } = url;
    const found = this.#findRoute(req.method, pathname);
    const earlier = this.#items.slice(0, found.item ? this.#items.indexOf(found.item) : undefined)
      .filter((item) => paths.isBelow(item.pattern, pathname));
    const route = found.item?.pattern.text ?? null;
    const config = this.#config;
    const { params } = found;
    const wrappers = this.#wrappers(earlier);
    const ctx = new Context<State>({ req, info, url, params, route, config, wrappers });
    const last = found.item?.run ?? (() => {
      throw new HttpError(found.isKnown ? 405 : 404);
    });
    const uses = earlier.flatMap((item) => item.kind === "use" ? [item.run] : []);
    return runChain(ctx, { chain: [...uses, last], pages: this.#errorPages(pathname) });
  }

  #findRoute(method: string, path: string) {
    const fitting = this.#items.flatMap((item) => {
      const params = item.kind === "route" ? paths.matchPath(item.pattern, path) : null;
      return item.kind === "route" && params ? [{ item, params }] : [];
    }).toSorted((a, b) => paths.comparePatterns(a.item.pattern, b.item.pattern));
    const methods = method === "HEAD" ? ["HEAD", "ALL", "GET"] : [method, "ALL"];
    const found = fitting.find(({ item }) => methods.includes(item.method));
    return { item: found?.item, params: found?.params ?? {}, isKnown: fitting.length > 0 };
  }

  #wrappers(earlier: readonly Item<State>[]): Wrapper<State>[] {
    const app = this.#appWrapper && { component: this.#appWrapper, isApp: true, config: {} };
    const layouts = earlier.flatMap((item) => item.kind === "layout" ? [item.layout] : []);
    return [...(app ? [app] : []), ...layouts];
  }

  #errorPages(path: string): Middleware<State>[] {
    const notFound = this.#notFound;
    const only404: Middleware<State>[] = notFound ? [(ctx) => when404(ctx, notFound)] : [];
    const pages = this.#items
      .flatMap((item) => item.kind === "error" ? [item] : [])
      .filter((item) => paths.isBelow(item.pattern, path))
      .toSorted((a, b) => paths.depthOf(b.pattern) - paths.depthOf(a.pattern));
    return [...only404, ...pages.map(({ run }) => run)];
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function when404<State>(ctx: Context<State>, page: Middleware<State>) {
  if (ctx.error instanceof HttpError && ctx.error.status === 404) return page(ctx);
  throw ctx.error;
}

interface Chain<State> {
  readonly chain: readonly Middleware<State>[];
  readonly pages: readonly Middleware<State>[];
}

/** Runs middlewares in order. Error pages answer where it was thrown: middlewares before see them. */
async function runChain<State>(ctx: Context<State>, { chain, pages }: Chain<State>) {
  const run = async (i: number): Promise<Response> => {
    ctx.next = () => run(i + 1);
    try {
      const step = chain[i];
      if (!step) throw new HttpError(404);
      return await step(ctx);
    } catch (error) {
      // Without pages the chain is one route's, and its app asks; else this error's were asked before.
      if (pages.length === 0 || error === ctx.error) throw error;
      return await answerError(ctx, pages, error);
    }
  };
  return await run(0);
}
