// The shapes of an app's parts: middlewares, handlers, components and routes.

import type { ComponentChildren, FunctionComponent, VNode } from "preact";
import type { Context } from "./context.ts";
import type { PageResponse } from "./page.ts";

/** The methods that `App` and handlers by method know. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** Answers, or calls `ctx.next()` for the answer of what follows. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** Answers a request of a route, or gives its component data with `page()`. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;

/** A handler for each method; methods that are missing answer 405. */
export type HandlerByMethod<Data, State> = { [M in Method]?: HandlerFn<Data, State> };

export type RouteHandler<Data, State> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

/** What a page, layout or app wrapper is given. */
export interface PageProps<Data = unknown, State = unknown> {
  readonly data: Data;
  readonly state: State;
  readonly url: URL;
  readonly req: Request;
  readonly params: Record<string, string>;
  readonly route: string | null;
  readonly error: unknown;
  /** What a layout or the app wrapper is around. */
  readonly Component: FunctionComponent;
}

/** A component, or an async function that makes a tree once, on the server, or answers itself. */
export type PageComponent<Data, State> = (
  props: PageProps<Data, State>,
) => VNode | ComponentChildren | Promise<VNode | ComponentChildren | Response>;

export interface LayoutConfig {
  readonly skipInheritedLayouts?: boolean;
  readonly skipAppWrapper?: boolean;
}

/** A route of a component, a handler, or both. */
export interface Route<Data, State> {
  readonly component?: PageComponent<Data, State>;
  readonly handler?: RouteHandler<Data, State>;
  readonly config?: LayoutConfig;
}

/** The data that a handler, or one of the handlers by method, gives `page()`; other types are data. */
export type PageData<T> = T extends (...args: never[]) => infer R ? DataOf<R>
  : [keyof T] extends [never] ? T
  : keyof T extends Method ? { [M in keyof T]: PageData<T[M]> }[keyof T]
  : T;

type DataOf<R> = Awaited<R> extends infer A ? A extends PageResponse<infer Data> ? Data : never
  : never;
