// The door of `fresh`: what an app imports on the server.

import type { Middleware, PageComponent, PageData, RouteHandler } from "./types.ts";

export { App, type FreshConfig } from "./app.ts";
export { Context } from "./context.ts";
export { csp, type CspOptions } from "./csp.ts";
export { HttpError } from "./http_error.ts";
export { page, type PageResponse } from "./page.ts";
export { staticFiles } from "./static_files.ts";
export type {
  HandlerByMethod,
  HandlerFn,
  LayoutConfig,
  Method,
  Middleware,
  PageComponent,
  PageProps,
  Route,
  RouteHandler,
} from "./types.ts";
export type { SocketHandlers, SocketOptions } from "./upgrade_socket.ts";

/** `define.page`, `.layout`, `.handlers` and `.middleware` for the state of one app; `page` takes the data's type or `typeof handlers`. */
export function createDefine<State>() {
  return {
    page: <T = unknown>(component: PageComponent<PageData<T>, State>) => component,
    layout: (component: PageComponent<unknown, State>) => component,
    handlers: <Data, H extends RouteHandler<Data, State> = RouteHandler<Data, State>>(
      handlers: H,
    ) => handlers,
    middleware: <M extends Middleware<State> | Middleware<State>[]>(middleware: M) => middleware,
  };
}

/** `never` takes slashes away, `always` adds one; files with an ending get none. */
export function trailingSlashes<State>(mode: "always" | "never"): Middleware<State> {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    const plain = pathname.replace(/\/+$/, "");
    if (plain === "") return ctx.next();
    const isFile = /\.\w+$/.test(plain);
    const wanted = mode === "always" && !isFile ? `${plain}/` : plain;
    return pathname === wanted ? ctx.next() : ctx.redirect(wanted + search, 308);
  };
}
