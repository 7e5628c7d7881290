// The URL of a static file that browsers may keep for ever.

import { currentBuild } from "./build_snapshot.ts";

/** The query that names a build. */
export const BUILD_QUERY = "__frsh_c";

/** Adds the build's id to the path of a static file, with which it is cached for a year. */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//") || path.includes(`${BUILD_QUERY}=`)) {
    return path;
  }
  const [whole, before = "", hash = ""] = /^([^#]*)(#.*)?$/.exec(path) ?? [path, path];
  if (whole === "") return path;
  return `${before}${before.includes("?") ? "&" : "?"}${BUILD_QUERY}=${buildId()}${hash}`;
}

/** Scripts are served from a folder named by the build, so in the browser their address tells it. */
function buildId(): string {
  const isBrowser = typeof document !== "undefined";
  return isBrowser
    ? new URL(".", import.meta.url).pathname.split("/").at(-2)!
    : currentBuild().buildId;
}
