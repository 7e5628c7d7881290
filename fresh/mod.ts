// The door of `fresh`: what an app imports on the server.

import type { PageComponent } from "./render_page.ts";
import type { HandlerByMethod, PageData } from "./types.ts";

export { App } from "./app.ts";
export { Context } from "./context.ts";
export { csp } from "./csp.ts";
export { HttpError } from "./http_error.ts";
export { page, type PageResponse } from "./page.ts";
export { staticFiles } from "./static_files.ts";
export type { LayoutConfig, PageComponent, PageProps } from "./render_page.ts";
export type { HandlerByMethod, HandlerFn, Method, Middleware } from "./types.ts";

/** `define.page` and `.handlers` for the state of one app; `page` takes the data's type or `typeof handlers`. */
export function createDefine<State>() {
  return {
    page: <T = unknown>(component: PageComponent<PageData<T>, State>) => component,
    handlers: <Data, H extends HandlerByMethod<Data, State> = HandlerByMethod<Data, State>>(
      handlers: H,
    ) => handlers,
  };
}
