// Answers paths with percent escapes that are no UTF-8 by a page that says so.

import { HttpError, type Middleware } from "fresh";

/** Any other path goes on. */
export const refuseBadEscapes: Middleware<unknown> = (ctx) => {
  if (isReadable(ctx.url.pathname)) return ctx.next();
  throw new HttpError(400, "The address has percent escapes that are no UTF-8.");
};

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
