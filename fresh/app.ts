// The app: its routes, middlewares, layouts and error pages, applied from top to bottom.

import type { AppItem, ItemKind } from "./app_item.ts";
import { answerRequest, routeItems } from "./answer_request.ts";
import { currentBuild } from "./build_snapshot.ts";
import { compressAnswer } from "./compress_answer.ts";
import type { ResolvedConfig } from "./context.ts";
import { fsItems } from "./fs_items.ts";
import { registerIslands } from "./island_registry.ts";
import * as paths from "./path_pattern.ts";
import { installHook } from "./render_islands.ts";
import { routeItem } from "./route_handler.ts";
import { runChain } from "./run_chain.ts";
import type { LayoutConfig, Method, Middleware, PageComponent, Route } from "./types.ts";
import type { SocketHandlers, SocketOptions } from "./upgrade_socket.ts";

/** Settings of an app. */
export interface FreshConfig {
  /** The project's folder. */
  readonly root?: string;
}

/** Routes requests to middlewares; an item defined after a route does not apply to it. */
export class App<State = unknown> {
  readonly #items: AppItem<State>[] = [];
  readonly #config: ResolvedConfig;

  constructor({ root = "." }: FreshConfig = {}) {
    this.#config = { root };
  }

  /** The settings, with defaults. */
  get config(): ResolvedConfig {
    return this.#config;
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
    return this.#add(path, routeItem(route));
  }

  /** Wraps the pages of a path and all below it. */
  layout(path: string, component: PageComponent<unknown, State>, config: LayoutConfig = {}): this {
    return this.#add(path, { kind: "layout", wrapper: { component, isApp: false, config } });
  }

  /** Sets the component around every page and its layouts. */
  appWrapper(component: PageComponent<unknown, State>): this {
    return this.#add("*", { kind: "app", wrapper: { component, isApp: true, config: {} } });
  }

  /** Answers what is thrown at a path or below it; the page of the longest path is asked first. */
  onError(path: string, run: Middleware<State>): this {
    return this.#add(path, { kind: "error", run });
  }

  /** Answers every 404, also those that handlers throw. */
  notFound(run: Middleware<State>): this {
    return this.#add("*", { kind: "notFound", run });
  }

  /** Adds a GET route that opens a WebSocket. */
  ws(path: string, handlers: SocketHandlers, options: SocketOptions = {}): this {
    return this.get(path, (ctx) => ctx.upgrade(handlers, options));
  }

  /** Puts the files of `routes/` here. */
  fsRoutes(): this {
    return this.#add("*", { kind: "fsRoutes" });
  }

  /** Adds another app's items below a path; its wrapper and `notFound` stay its own. */
  mountApp(path: string, app: App<State>): this {
    for (const item of expandFiles(app.#items)) {
      if (item.kind === "app" || item.kind === "notFound") continue;
      const pattern = paths.joinPathPatterns(path, item.pattern.text);
      this.#items.push({ ...item, pattern: paths.parsePathPattern(pattern) });
    }
    return this;
  }

  /** The function that answers requests, for tests and `Deno.serve`. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    registerIslands(currentBuild().islands);
    installHook();
    const routed = routeItems(expandFiles(this.#items), this.#config);
    return async (req, info) => {
      const answer = await answerRequest(req, info, routed);
      if (req.method !== "HEAD") return await compressAnswer(req, answer);
      await answer.body?.cancel(); // a file or stream behind it must not stay open
      return new Response(null, answer);
    };
  }

  /** Serves on loopback, unless `hostname` says otherwise. */
  listen(options: Deno.ServeTcpOptions = {}): Promise<void> {
    const serve = this.handler();
    return Deno.serve({ hostname: "127.0.0.1", ...options }, serve).finished;
  }

  #method(method: Method | "ALL") {
    return (path: string, ...handlers: Middleware<State>[]): this => {
      const run: Middleware<State> = handlers.length === 1
        ? handlers[0]!
        : (ctx) => runChain(ctx, { chain: handlers, pages: null });
      return this.#add(path, { kind: "route", method, run });
    };
  }

  #add(path: string, item: ItemKind<State>): this {
    this.#items.push({ ...item, pattern: paths.parsePathPattern(path) });
    return this;
  }
}

function expandFiles<State>(items: readonly AppItem<State>[]): AppItem<State>[] {
  return items.flatMap((item) =>
    item.kind === "fsRoutes" ? fsItems<State>(currentBuild().routes) : [item]
  );
}
