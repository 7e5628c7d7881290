// The answer to something thrown: the error page that is nearest, or plain words.

import { STATUS_CODES } from "node:http";
import type { Context } from "./context.ts";
import { HttpError } from "./http_error.ts";
import type { Middleware } from "./types.ts";

/**
 * Tries error pages one after the other: what one throws goes to the next.
 * @throws what was thrown last, when no page answered
 */
export async function answerError<State>(
  ctx: Context<State>,
  pages: readonly Middleware<State>[],
  thrown: unknown,
): Promise<Response> {
  ctx.error = thrown;
  for (const page of pages) {
    try {
      return await page(ctx);
    } catch (error) {
      ctx.error = error;
    }
  }
  throw ctx.error;
}

/** What is answered when no error page is left; what is not an `HttpError` is logged, never shown. */
export function answerPlainly(thrown: unknown): Response {
  if (!(thrown instanceof HttpError)) console.error(thrown);
  const status = thrown instanceof HttpError ? thrown.status : 500;
  const isOurs = status >= 500;
  const words = isOurs ? STATUS_CODES[status] : (thrown as HttpError).message;
  return new Response(words ?? "", {
    status,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
