// One request: the route that fits, the middlewares, layouts and error pages around it.

import { type AppItem, appliesTo, itemDepth } from "./app_item.ts";
import { Context, type ResolvedConfig, type Wrapper } from "./context.ts";
import { HttpError } from "./http_error.ts";
import { matchPath } from "./path_pattern.ts";
import { type ErrorPage, runChain } from "./run_chain.ts";
import type { Middleware } from "./types.ts";

/** An app's pieces in order, and its routes with the more exact ones first. */
export interface RoutedItems<State> {
  readonly all: readonly AppItem<State>[];
  readonly routes: readonly (AppItem<State> & { readonly kind: "route" })[];
  readonly config: ResolvedConfig;
}

/** Answers a request; throws what no error page answered. */
export async function answerRequest<State>(
  req: Request,
  info: Deno.ServeHandlerInfo | undefined,
  { all, routes, config }: RoutedItems<State>,
): Promise<Response> {
  const url = new URL(req.url);
  const path = url.pathname;
  const { item, params, isKnown } = findRoute(routes, req.method, path);
  const applying = all.filter((one) => appliesTo(one, path, item));
  // What stands after a route is not for it, but error pages and the app wrapper are for all.
  const end = item ? all.indexOf(item) : all.length;
  const earlier = all.slice(0, end).filter((one) => appliesTo(one, path, item));
  const wrappers = wrappersOf(applying, earlier);
  const route = item?.pattern.text ?? null;
  const ctx = new Context<State>({ req, info, url, params, route, config, wrappers });
  const last: Middleware<State> = item?.run ?? (() => {
    throw new HttpError(isKnown ? 405 : 404);
  });
  const uses = earlier.flatMap((one) => one.kind === "use" ? [one.run] : []);
  return await runChain(ctx, { chain: [...uses, last], pages: errorPages(applying) });
}

function findRoute<State>(routes: RoutedItems<State>["routes"], method: string, path: string) {
  const methods = method === "HEAD" ? ["HEAD", "ALL", "GET"] : [method, "ALL"];
  let isKnown = false;
  for (const item of routes) {
    const params = matchPath(item.pattern, path);
    if (!params) continue;
    isKnown = true;
    if (methods.includes(item.method)) return { item, params, isKnown };
  }
  return { item: undefined, params: {}, isKnown };
}

/** The app wrapper defined last, then layouts from the outside in. */
function wrappersOf<State>(
  applying: readonly AppItem<State>[],
  around: readonly AppItem<State>[],
): Wrapper<State>[] {
  const app = applying.flatMap((one) => one.kind === "app" ? [one] : []).at(-1);
  const layouts = around.flatMap((one) => one.kind === "layout" ? [one.wrapper] : []);
  return [...(app ? [app.wrapper] : []), ...layouts];
}

/** `notFound` for what is a 404, then error pages from the inside out, in the layouts of their place. */
function errorPages<State>(applying: readonly AppItem<State>[]): ErrorPage<State>[] {
  const deepFirst = applying.toSorted((a, b) => itemDepth(b) - itemDepth(a));
  const missing = deepFirst.flatMap((one) => one.kind === "notFound" ? [one] : []);
  const pages = deepFirst.flatMap((one) => one.kind === "error" ? [one] : []);
  return [
    ...missing.map((one) => ({ ...shown(applying, one), run: only404(one.run) })),
    ...pages.map((one) => shown(applying, one)),
  ];
}

function shown<State>(
  applying: readonly AppItem<State>[],
  page: AppItem<State> & { readonly run: Middleware<State> },
): ErrorPage<State> {
  const depth = itemDepth(page);
  const around = applying.filter((one) => itemDepth(one) <= depth);
  return { run: page.run, wrappers: wrappersOf(applying, around) };
}

function only404<State>(run: Middleware<State>): Middleware<State> {
  return (ctx) => {
    if (ctx.error instanceof HttpError && ctx.error.status === 404) return run(ctx);
    throw ctx.error;
  };
}
