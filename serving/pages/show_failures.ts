// Answers by a page what is thrown, so that middlewares see failures as they see any answer.

import { HttpError, type Middleware } from "fresh";
import { type ComponentType, h } from "preact";

/** Stands before what may fail and after what every answer needs, as the security headers. */
export function showFailures(
  Failure: ComponentType<{ readonly error: unknown; readonly url: URL }>,
): Middleware<unknown> {
  return async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      if (!(error instanceof HttpError)) console.error(error); // a defect: nobody else tells of it
      const status = error instanceof HttpError ? error.status : 500;
      return await ctx.render(h(Failure, { error, url: ctx.url }), { status });
    }
  };
}
