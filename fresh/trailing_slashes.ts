// trailingSlashes(): redirects paths to the form with, or without, a slash at the end.

import type { Middleware } from "./types.ts";

/** `never` takes slashes away, `always` adds one; files with an ending get none. */
export function trailingSlashes<State>(mode: "always" | "never"): Middleware<State> {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    const plain = pathname.replace(/\/+$/, "");
    if (plain === "") return ctx.next();
    const isFile = /\.\w+$/.test(plain);
    const wanted = mode === "always" && !isFile ? `${plain}/` : plain;
    return pathname === wanted ? ctx.next() : ctx.redirect(wanted + search, 308);
  };
}
