// The door of `fresh`: what an app imports on the server.

export { App } from "./app.ts";
export { Context } from "./context.ts";
export { createDefine } from "./define.ts";
export { HttpError } from "./http_error.ts";
export { page, type PageResponse } from "./page.ts";
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
