// What the asking thread and a reader's thread say to each other.

import type { StoreAnswers } from "../../port.ts";

/** Questions that a reader answers. */
export type QuestionName = keyof StoreAnswers;

/** An answer and the commit that it is of. */
export interface Stamped {
  readonly answer: unknown;
  readonly seq: number;
}

/** A question. */
export interface AskCommand {
  readonly kind: "ask";
  readonly name: QuestionName;
  readonly options: readonly unknown[];
}

/** To a reader: which store to open, once; then questions, of the newest commit or between `hold` and `release` of one. */
export type ReaderCommand =
  | { readonly kind: "open"; readonly path: string }
  | AskCommand
  | { readonly kind: "hold" }
  | { readonly kind: "release" };

/** From a reader: one for each question and each `hold`, in turn. */
export type ReaderReport =
  | { readonly kind: "told" } & Stamped
  | { readonly kind: "held"; readonly seq: number }
  | { readonly kind: "refused"; readonly error: RefusedQuestion };

/** An error, as it can be sent to another thread. */
export interface RefusedQuestion {
  readonly name: string;
  readonly message: string;
}

/** The store's objections by their kind: people's cursors and ranges are no defects. */
export function errorOf({ name, message }: RefusedQuestion): Error {
  const error = name === "RangeError" ? new RangeError(message) : new Error(message);
  error.name = name;
  return error;
}
