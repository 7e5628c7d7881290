// Functions that give an app's parts their types and return them as they are.

import type { Middleware, PageComponent, RouteHandler } from "./types.ts";

/** `define.page`, `.layout`, `.handlers` and `.middleware` for the state of one app. */
export function createDefine<State>() {
  return {
    page: <Data = unknown>(component: PageComponent<Data, State>) => component,
    layout: (component: PageComponent<unknown, State>) => component,
    handlers: <Data, H extends RouteHandler<Data, State> = RouteHandler<Data, State>>(
      handlers: H,
    ) => handlers,
    middleware: <M extends Middleware<State> | Middleware<State>[]>(middleware: M) => middleware,
  };
}
