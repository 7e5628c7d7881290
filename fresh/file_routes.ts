// The routes that the files in routes/ stand for.

import type { RouteModule } from "./build_snapshot.ts";
import type { Context, PageShell } from "./context.ts";
import { HttpError } from "./http_error.ts";
import { page, PageResponse } from "./page.ts";
import { buildTree, type LayoutConfig, type PageComponent, propsOf } from "./render_page.ts";
import type { HandlerByMethod, Method, Route } from "./types.ts";

/** What a file in `routes/` may export. */
interface RouteExports<State> {
  readonly default?: PageComponent<unknown, State>;
  readonly handlers?: HandlerByMethod<unknown, State>;
  readonly config?: LayoutConfig;
}

/**
 * The path that a file in `routes/` serves; null for the app wrapper, the layout, and what is no script or a test.
 *
 * @throws {TypeError} a name that Fresh knows and this does not
 *
 * @example
 * ```ts
 * import { routePath } from "./file_routes.ts";
 * console.assert(routePath("users/[id].tsx") === "/users/:id");
 * ```
 */
export function routePath(file: string): string | null {
  const [, stem = ""] = /^(.*)\.[jt]sx?$/.exec(file) ?? [];
  if (stem === "" || /[._]test$/.test(stem) || stem === "_app" || stem === "_layout") return null;
  const parts = stem.replace(/(^|\/)index$/, "").split("/").filter((part) => part !== "");
  const unknown = parts.find((part) => !/^(\[\w+\]|[a-z0-9][\w.-]*)$/i.test(part));
  if (unknown !== undefined) {
    throw new TypeError(
      `A file of routes/ must be named by words and [parameters], or be _app or _layout in routes/ itself ` +
        `(got "${file}")`,
    );
  }
  return `/${parts.map((part) => part.replace(/^\[(\w+)\]$/, ":$1")).join("/")}`;
}

/** What is around every page. */
export function readShell<State>(modules: readonly RouteModule[]): PageShell<State> {
  const componentOf = (name: RegExp) => {
    const { path, module } = modules.find((one) => name.test(one.path)) ?? {};
    if (path === undefined) return null;
    const component = (module as RouteExports<State>).default;
    if (!component) throw missing(path, "a component as its default export");
    return component;
  };
  return { app: componentOf(/^_app\.[jt]sx?$/), layout: componentOf(/^_layout\.[jt]sx?$/) };
}

/** The routes of all other files; a name is asked before a parameter in its place. */
export function fileRoutes<State>(modules: readonly RouteModule[]): Route<State>[] {
  const routes = modules.flatMap(({ path: file, module }) => {
    const path = routePath(file);
    return path === null ? [] : [fileRoute(path, file, module as RouteExports<State>)];
  });
  const order = ({ path }: Route<State>) => path.replaceAll("/:", "/\uffff");
  return routes.toSorted((a, b) => order(a) < order(b) ? -1 : 1);
}

function fileRoute<State>(path: string, file: string, exports: RouteExports<State>): Route<State> {
  const { default: component, handlers = {}, config } = exports;
  if (typeof handlers === "function" || "handler" in exports) {
    throw missing(file, "its handlers as an object by method, named handlers");
  }
  if (!component && Object.keys(handlers).length === 0) {
    throw missing(file, "a component or handlers");
  }
  const methods = new Set(Object.keys(handlers));
  if (component) methods.add("GET");
  if (methods.has("GET")) methods.add("HEAD");
  const handlerOf = (method: string) => {
    if (!methods.has(method)) throw new HttpError(405);
    return handlers[method as Method] ?? handlers.GET ?? (() => page());
  };
  const run = async (ctx: Context<State>): Promise<Response> => {
    const result = await handlerOf(ctx.req.method)(ctx);
    if (result instanceof Response) return result;
    if (!component) throw missing(file, "a component, as a handler answers with page()");
    return await renderRoute(ctx, component, result, config);
  };
  return { path, methods: [...methods].sort(), run };
}

async function renderRoute<State>(
  ctx: Context<State>,
  component: PageComponent<unknown, State>,
  { data, status, headers }: PageResponse<unknown>,
  config?: LayoutConfig,
): Promise<Response> {
  const tree = await buildTree(component, propsOf(ctx, data));
  if (tree instanceof Response) return tree;
  return await ctx.render(tree, { ...(status && { status }), ...(headers && { headers }) }, config);
}

function missing(file: string, need: string): TypeError {
  return new TypeError(`routes/${file} must export ${need}`);
}
