// What an app is made of, in order, and to which requests each piece applies.

import type { Wrapper } from "./context.ts";
import * as paths from "./path_pattern.ts";
import type { Method, Middleware } from "./types.ts";

/** One piece of an app. */
export type AppItem<State> = ItemPlace & ItemKind<State>;

interface ItemPlace {
  readonly pattern: paths.PathPattern;
  /** The folders in `routes/` that a piece from a file stands in; groups tell apart what paths do not. */
  readonly folders?: readonly string[];
}

export type ItemKind<State> =
  | { readonly kind: "use" | "error" | "notFound"; readonly run: Middleware<State> }
  | {
    readonly kind: "route";
    readonly method: Method | "ALL";
    /** The methods that a route for all of them answers after all. */
    readonly answered?: readonly string[];
    readonly run: Middleware<State>;
  }
  | { readonly kind: "layout" | "app"; readonly wrapper: Wrapper<State> }
  | { readonly kind: "fsRoutes" };

/** Whether a middleware, layout or error page applies to a path and the route found for it. */
export function appliesTo<State>(
  item: AppItem<State>,
  segments: readonly string[],
  route: AppItem<State> | undefined,
): boolean {
  if (item.kind === "app") return true;
  const { folders } = item;
  if (folders && route?.folders) {
    return folders.every((folder, i) => route.folders![i] === folder);
  }
  if (folders?.some((folder) => folder.startsWith("("))) return false;
  return paths.isBelow(item.pattern, segments);
}

/** How deep a piece stands; the deepest error page is asked first. */
export function itemDepth<State>({ pattern, folders }: AppItem<State>): number {
  return folders?.length ?? paths.depthOf(pattern);
}

/** Orders routes by how exact they are; those of one pattern stay in their order. */
export function compareRoutes<State>(a: AppItem<State>, b: AppItem<State>): number {
  return paths.comparePatterns(a.pattern, b.pattern);
}
