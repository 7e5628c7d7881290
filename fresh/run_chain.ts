// Middlewares one after the other, and the error pages that answer what they throw.

import type { Context, Wrapper } from "./context.ts";
import { HttpError } from "./http_error.ts";
import type { Middleware } from "./types.ts";

/** An error page with the layouts that it is shown in. */
export interface ErrorPage<State> {
  readonly run: Middleware<State>;
  readonly wrappers: readonly Wrapper<State>[];
}

interface Chain<State> {
  readonly chain: readonly Middleware<State>[];
  /** Found only when something is thrown; null leaves it to the chain around. */
  readonly pages: (() => readonly ErrorPage<State>[]) | null;
}

/** Runs middlewares in order. Error pages answer where it was thrown: middlewares before see them. */
export async function runChain<State>(
  ctx: Context<State>,
  { chain, pages }: Chain<State>,
): Promise<Response> {
  const run = async (i: number): Promise<Response> => {
    ctx.next = () => run(i + 1);
    try {
      const step = chain[i];
      if (!step) throw new HttpError(404);
      return await step(ctx);
    } catch (error) {
      // Without pages the chain is one route's, and its app asks; else this error's were asked before.
      if (!pages || error === ctx.error) throw error;
      return await askPages(ctx, pages(), error);
    }
  };
  return await run(0);
}

/** Tries error pages one after the other: what one throws goes to the next. */
async function askPages<State>(
  ctx: Context<State>,
  pages: readonly ErrorPage<State>[],
  thrown: unknown,
): Promise<Response> {
  ctx.error = thrown;
  for (const { run, wrappers } of pages) {
    try {
      ctx.setWrappers(() => wrappers);
      return await run(ctx);
    } catch (error) {
      ctx.error = error;
    }
  }
  throw ctx.error;
}
