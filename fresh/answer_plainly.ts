// The plain answer to something thrown, when no error page is left.

import { statusWords } from "./status_words.ts";
import { HttpError } from "./http_error.ts";

/** What is answered when no error page is left; what is not an `HttpError` is logged, never shown. */
export function answerPlainly(thrown: unknown): Response {
  if (!(thrown instanceof HttpError)) console.error(thrown);
  const status = thrown instanceof HttpError ? thrown.status : 500;
  const isOurs = status >= 500;
  const words = isOurs ? statusWords(status) : (thrown as HttpError).message;
  return new Response(words ?? "", {
    status,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
