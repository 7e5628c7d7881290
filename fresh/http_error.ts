// The error that carries the status of the answer to be given.

import process from "node:process";

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
    super(message ?? usualWords(status), options);
    this.status = status;
  }
}

/** Loaded when they are needed: no start waits for a module as large as node:http. */
function usualWords(status: number): string {
  return process.getBuiltinModule("node:http").STATUS_CODES[status] ?? "";
}
