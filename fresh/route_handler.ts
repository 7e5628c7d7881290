// A route as one middleware: the handler of the method, and the component with what it gives.

import type { ItemKind } from "./app_item.ts";
import type { Context } from "./context.ts";
import { HttpError } from "./http_error.ts";
import { page, PageResponse } from "./page.ts";
import { buildTree, propsOf } from "./render_page.ts";
import type { HandlerFn, Method, Middleware, Route } from "./types.ts";

/** Answers a route's requests; a method without a handler is refused with 405. */
export function routeMiddleware<Data, State>(route: Route<Data, State>): Middleware<State> {
  return async (ctx) => {
    const handler = chooseHandler(route, ctx.req.method);
    const result = await handler(ctx);
    return result instanceof Response ? result : await renderRoute(ctx, route, result);
  };
}

/** A route as a piece of an app. */
export function routeItem<Data, State>(route: Route<Data, State>): ItemKind<State> {
  return {
    ...{ kind: "route", method: "ALL", answered: answeredMethods(route) },
    run: routeMiddleware(route),
  };
}

/** The methods that a route answers, in the order of the alphabet; none when its handler takes all. */
function answeredMethods<Data, State>(
  { handler, component }: Route<Data, State>,
): readonly string[] {
  if (typeof handler === "function") return [];
  const methods = new Set(Object.keys(handler ?? {}));
  if (component) methods.add("GET");
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods].sort();
}

function chooseHandler<Data, State>(
  { handler, component }: Route<Data, State>,
  method: string,
): HandlerFn<Data, State> {
  if (typeof handler === "function") return handler;
  const byMethod = handler ?? {};
  if (Object.hasOwn(byMethod, method)) return byMethod[method as Method]!;
  if (method === "HEAD" && byMethod.GET) return byMethod.GET;
  const isRead = method === "GET" || method === "HEAD";
  if (component && isRead) return () => page(undefined as Data);
  throw new HttpError(405);
}

async function renderRoute<Data, State>(
  ctx: Context<State>,
  { component, config }: Route<Data, State>,
  { data, status, headers }: PageResponse<Data>,
): Promise<Response> {
  if (!component) {
    throw new Error(
      `Cannot render page() as the route must have a component: current value is ${ctx.route}`,
    );
  }
  const tree = await buildTree(component, propsOf(ctx, data));
  if (tree instanceof Response) return tree;
  const init = { ...(status && { status }), ...(headers && { headers }) };
  return await ctx.render(tree, init, config);
}
