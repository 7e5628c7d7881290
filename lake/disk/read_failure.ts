// Says in one line why an input could not be read, and what to do about it.

import { InputError } from "../../domain/errors.ts";

/** The error of an input that the system would not read. */
export function readFailure(path: string, cause: unknown): InputError {
  return new InputError(`Cannot read ${path} as ${whyUnreadable(cause)}`, { cause });
}

/** What `ask` says of an input. @throws {InputError} the system would not tell */
export function orReadFailure<Value>(path: string, ask: (path: string) => Value): Value {
  try {
    return ask(path);
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** The same of an answer that comes later. */
export async function orReadFailureLater<Value>(
  path: string,
  ask: (path: string) => Promise<Value>,
): Promise<Value> {
  try {
    return await ask(path);
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** As the end of a sentence about the file: what is wrong, and the way out. */
export function whyUnreadable(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
    return "there is no such file: check its name";
  }
  if (cause instanceof Deno.errors.PermissionDenied) {
    return "its permissions forbid it: allow this user to read it";
  }
  if (cause instanceof Deno.errors.NotCapable) {
    return "this process was started without the right to: start it with --allow-read";
  }
  if (cause instanceof Deno.errors.IsADirectory) {
    return "it is a folder: name the files in it";
  }
  if (cause instanceof Deno.errors.FilesystemLoop) {
    return "its links lead back to themselves: name the file that is meant";
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  return `the system refuses it: ${text.split("\n")[0]}`;
}
