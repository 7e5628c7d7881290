// The door of `fresh`: what an app imports on the server.

export { App, type FreshConfig } from "./app.ts";
export { Context } from "./context.ts";
export { csp, type CspOptions } from "./csp.ts";
export { createDefine } from "./define.ts";
export { HttpError } from "./http_error.ts";
export { page, type PageResponse } from "./page.ts";
export { staticFiles } from "./static_files.ts";
export { trailingSlashes } from "./trailing_slashes.ts";
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
