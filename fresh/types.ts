// The shapes of an app's parts: middlewares, handlers and routes.

import type { Context } from "./context.ts";
import type { PageResponse } from "./page.ts";

/** The methods that handlers are named by. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** Answers, or calls `ctx.next()` for the answer of what follows. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** Answers a request of a route, or gives its component data with `page()`. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;

/** A handler for each method; methods that are missing answer 405. */
export type HandlerByMethod<Data, State> = { [M in Method]?: HandlerFn<Data, State> };

/** A path with what answers it. */
export interface Route<State> {
  readonly path: string;
  /** What a 405 says is allowed. */
  readonly methods: readonly string[];
  readonly run: Middleware<State>;
}

/** The data that one of the handlers gives `page()`; other types are data. */
export type PageData<T> = [keyof T] extends [never] ? T
  : keyof T extends Method ? { [M in keyof T]: DataOf<T[M]> }[keyof T]
  : T;

type DataOf<T> = T extends (...args: never[]) => infer R
  ? Awaited<R> extends infer A ? A extends PageResponse<infer Data> ? Data : never : never
  : never;
