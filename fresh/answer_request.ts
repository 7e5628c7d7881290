// One request: the route that fits, the middlewares, layouts and error pages around it.

import { type AppItem, appliesTo, compareRoutes, itemDepth } from "./app_item.ts";
import { Context, type ResolvedConfig, type Wrapper } from "./context.ts";
import { HttpError } from "./http_error.ts";
import { matchPath, splitPath } from "./path_pattern.ts";
import { type ErrorPage, runChain } from "./run_chain.ts";
import type { Middleware } from "./types.ts";
import { statusWords } from "./status_words.ts";

type RouteItem<State> = AppItem<State> & { readonly kind: "route" };

/** An app's pieces with their place in its order; routes with the more exact ones first. */
export interface RoutedItems<State> {
  readonly routes: readonly Placed<RouteItem<State>>[];
  readonly around: readonly Placed<AppItem<State>>[];
  readonly config: ResolvedConfig;
}

interface Placed<Item> {
  readonly item: Item;
  readonly place: number;
}

/** Sorts an app's pieces into routes and what is around them. */
export function routeItems<State>(
  items: readonly AppItem<State>[],
  config: ResolvedConfig,
): RoutedItems<State> {
  const routes: Placed<RouteItem<State>>[] = [];
  const around: Placed<AppItem<State>>[] = [];
  for (const [place, item] of items.entries()) {
    if (item.kind === "route") routes.push({ item, place });
    else around.push({ item, place });
  }
  return { routes: routes.toSorted((a, b) => compareRoutes(a.item, b.item)), around, config };
}

/** Answers a request, plainly what no error page answers. */
export async function answerRequest<State>(
  req: Request,
  info: Deno.ServeHandlerInfo | undefined,
  { routes, around, config }: RoutedItems<State>,
): Promise<Response> {
  const url = new URL(req.url);
  const segments = splitPath(url.pathname);
  const { found, params, answered } = findRoute(routes, req.method, segments);
  const applying = around.filter(({ item }) => appliesTo(item, segments, found?.item));
  // What stands after a route is not for it, but error pages and the app wrapper are for all.
  const end = found?.place ?? Infinity;
  const chain = applying.flatMap(({ item, place }) =>
    item.kind === "use" && place < end ? [item.run] : []
  );
  chain.push(
    found?.item.run ?? (() => {
      throw new HttpError(answered.size > 0 ? 405 : 404);
    }),
  );
  const items = applying.map(({ item }) => item);
  const wrappers = () =>
    wrappersOf(items, applying.flatMap(({ item, place }) => place < end ? [item] : []));
  const route = found?.item.pattern.text ?? null;
  const ctx = new Context<State>({ req, info, url, params, route, config, wrappers });
  const answer = await runChain(ctx, { chain, pages: () => errorPages(items) })
    .catch(answerPlainly);
  if (answer.status !== 405 || answer.headers.has("allow") || answered.size === 0) return answer;
  const headers = new Headers(answer.headers);
  headers.set("allow", [...answered].sort().join(", "));
  return new Response(answer.body, { status: answer.status, headers });
}

function findRoute<State>(
  routes: RoutedItems<State>["routes"],
  method: string,
  segments: readonly string[],
) {
  /** What the path's routes answer. */
  const answered = new Set<string>();
  for (const found of routes) {
    const { pattern, method: own, answered: ofAll = [] } = found.item;
    const params = matchPath(pattern, segments);
    if (!params) continue;
    for (const one of own === "ALL" ? ofAll : own === "GET" ? ["GET", "HEAD"] : [own]) {
      answered.add(one);
    }
    if (answersMethod(own, method)) return { found, params, answered };
  }
  return { found: undefined, params: {}, answered };
}

/** GET's handlers answer HEAD too, without their body. */
function answersMethod(own: string, asked: string): boolean {
  return own === "ALL" || own === asked || asked === "HEAD" && own === "GET";
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

/** What is answered when no error page is left; what is not an `HttpError` is logged, never shown. */
function answerPlainly(thrown: unknown): Response {
  if (!(thrown instanceof HttpError)) console.error(thrown);
  const status = thrown instanceof HttpError ? thrown.status : 500;
  const isOurs = status >= 500;
  const words = isOurs ? statusWords(status) : (thrown as HttpError).message;
  return new Response(words ?? "", {
    status,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
