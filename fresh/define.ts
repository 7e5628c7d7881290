// Functions that give an app's parts their types and return them as they are.

import type { Middleware, PageComponent, PageData, RouteHandler } from "./types.ts";

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
