// The error of a file that is no input: it holds no rows that are known, as against one that is damaged.

import { InputError } from "../../domain/errors.ts";

/** What a folder or pattern gives and is this is skipped; of a file that was named it is the end. */
export class UnknownInputError extends InputError {
  /** Why, as the end of a sentence. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Cannot read ${path} as ${reason}`, options);
    this.reason = reason;
  }
}
