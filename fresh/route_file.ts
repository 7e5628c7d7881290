// The names of files in routes/: which path each serves, and what it is for.

/** What a file of `routes/` is. */
export interface RouteFile {
  readonly kind: "route" | "app" | "layout" | "middleware" | "error" | "notFound";
  /** The folders it lies in, with groups. */
  readonly folders: readonly string[];
  /** The paths it is for: two when its last part is optional. */
  readonly patterns: readonly string[];
}

const KINDS: Readonly<Record<string, RouteFile["kind"]>> = {
  _app: "app",
  _layout: "layout",
  _middleware: "middleware",
  _error: "error",
  _500: "error",
  _404: "notFound",
};

/**
 * Reads a path from `routes/`; null when the file is none of its business: in a `(_folder)`, a test.
 *
 * @example
 * ```ts
 * import { parseRouteFile } from "./route_file.ts";
 * console.assert(parseRouteFile("(shop)/users/[id].tsx")?.patterns[0] === "/users/:id");
 * ```
 */
export function parseRouteFile(path: string): RouteFile | null {
  if (!/\.[cm]?[jt]sx?$/.test(path) || /[._]test\.[cm]?[jt]sx?$/.test(path)) return null;
  const parts = path.replace(/\.[^./]+$/, "").split("/");
  const folders = parts.slice(0, -1);
  if (folders.some((folder) => folder.startsWith("(_"))) return null;
  const name = parts.at(-1)!;
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name]! : "route";
  const named = kind === "route" && name !== "index" ? parts : folders;
  return { kind, folders, patterns: routePatterns(named) };
}

/** The patterns of a path of folder and file names. */
export function routePatterns(names: readonly string[]): string[] {
  let patterns = [""];
  for (const name of names) {
    if (/^\(.*\)$/.test(name)) continue;
    const optional = /^\[\[(\w+)\]\]$/.exec(name)?.[1];
    const longer = patterns.map((pattern) =>
      `${pattern}/${optional ? `:${optional}` : part(name)}`
    );
    patterns = optional ? [...patterns, ...longer] : longer;
  }
  return patterns.map((pattern) => pattern || "/");
}

function part(name: string): string {
  return name.replace(/^\[\.\.\.(\w+)\]$/, ":$1*").replace(/^\[(\w+)\]$/, ":$1");
}
