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

  /** The same error, known to be of a file that is no input. */
  static of(path: string, error: InputError): UnknownInputError {
    const start = `Cannot read ${path} as `;
    const { message } = error;
    const reason = message.startsWith(start) ? message.slice(start.length) : message;
    return new UnknownInputError(path, reason, { cause: error });
  }
}
