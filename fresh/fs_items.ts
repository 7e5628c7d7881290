// The pieces of an app that the files in routes/ stand for.

import type { AppItem, ItemKind } from "./app_item.ts";
import type { RouteModule } from "./build_snapshot.ts";
import { HttpError } from "./http_error.ts";
import { page } from "./page.ts";
import { parsePathPattern } from "./path_pattern.ts";
import { parseRouteFile, type RouteFile } from "./route_file.ts";
import { routeItem, routeMiddleware } from "./route_handler.ts";
import type {
  HandlerFn,
  LayoutConfig,
  Method,
  Middleware,
  PageComponent,
  Route,
  RouteHandler,
} from "./types.ts";

interface FileExports<State> {
  readonly default?: unknown;
  readonly handler?: RouteHandler<unknown, State>;
  readonly handlers?: RouteHandler<unknown, State>;
  readonly config?: LayoutConfig & { readonly routeOverride?: string };
}

/** What applies around routes comes before them, outer folders before inner ones. */
const ORDER: Readonly<Record<RouteFile["kind"], number>> = {
  app: 0,
  middleware: 1,
  layout: 2,
  error: 3,
  notFound: 4,
  route: 5,
};

/** The items of the files in `routes/`, in the order in which they apply. */
export function fsItems<State>(modules: readonly RouteModule[]): AppItem<State>[] {
  const files = modules.flatMap(({ path, module }) => {
    const file = parseRouteFile(path);
    return file ? [{ file, path, exports: module as FileExports<State> }] : [];
  });
  files.sort((a, b) =>
    ORDER[a.file.kind] - ORDER[b.file.kind] || a.file.folders.length - b.file.folders.length
  );
  return files.flatMap(({ file, path, exports }) => {
    const override = file.kind === "route" ? exports.config?.routeOverride : undefined;
    const patterns = override ? [override] : file.patterns;
    return patterns.flatMap((pattern) =>
      kindsOf<State>(file, path, exports).map((kind) => ({
        ...kind,
        pattern: parsePathPattern(pattern),
        folders: file.folders,
      } as AppItem<State>))
    );
  });
}

function kindsOf<State>(
  { kind }: RouteFile,
  path: string,
  exports: FileExports<State>,
): ItemKind<State>[] {
  const component = exports.default as PageComponent<unknown, State> | undefined;
  const config = exports.config ?? {};
  switch (kind) {
    case "app":
    case "layout": {
      if (!component) throw missing(path, "a component as its default export");
      return [{ kind, wrapper: { component, isApp: kind === "app", config } }];
    }
    case "middleware": {
      const given = exports.default ?? exports.handler ?? exports.handlers;
      if (!given) throw missing(path, "a middleware as its default export");
      return [given].flat().map((run) => ({ kind: "use", run: run as Middleware<State> }));
    }
    case "error":
    case "notFound":
      return [{ kind, run: errorPage(readRoute(path, exports)) }];
    case "route":
      return [routeItem(readRoute(path, exports))];
  }
}

function readRoute<State>(path: string, exports: FileExports<State>): Route<unknown, State> {
  const handler = exports.handler ?? exports.handlers;
  const { config } = exports;
  const component = exports.default as PageComponent<unknown, State> | undefined;
  if (!handler && !component) throw missing(path, "a component or handlers");
  return {
    ...(handler && { handler }),
    ...(component && { component }),
    ...(config && { config }),
  };
}

/** Error pages answer any method; what would be 200 gets the error's status. */
function errorPage<State>(route: Route<unknown, State>): Middleware<State> {
  const { handler } = route;
  const show: HandlerFn<unknown, State> = () => page();
  const choose = (method: string) =>
    typeof handler === "function" ? handler : handler?.[method as Method] ?? handler?.GET ?? show;
  const run = routeMiddleware<unknown, State>({
    ...route,
    handler: (ctx) => choose(ctx.req.method)(ctx),
  });
  return async (ctx) => {
    const answer = await run(ctx);
    if (answer.status !== 200) return answer;
    const status = ctx.error instanceof HttpError ? ctx.error.status : 500;
    return new Response(answer.body, { status, headers: answer.headers });
  };
}

function missing(path: string, need: string): TypeError {
  return new TypeError(`Cannot use routes/${path} as it must export ${need}`);
}
