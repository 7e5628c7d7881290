// The error that carries the status of the answer to be given.

import { statusWords } from "./status_words.ts";

/**
 * Thrown by a handler to answer with `status`; without a message, the status's usual words are it.
 *
 * @example
 * ```ts
 * import { HttpError } from "./http_error.ts";
 * console.assert(new HttpError(404).message === "Not Found");
 * ```
 */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;

  constructor(status: number, message?: string, options?: ErrorOptions) {
    super(message ?? statusWords(status) ?? "", options);
    this.status = status;
  }
}
