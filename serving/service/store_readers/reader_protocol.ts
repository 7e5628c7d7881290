// What the serving thread and a reader's thread say to each other.

import type { StoreAnswers } from "../../../store/port.ts";

/** Questions that a reader answers. */
export type QuestionName = keyof StoreAnswers;

/** To a reader: which store to open, once; then questions. */
export type ReaderCommand =
  | { readonly kind: "open"; readonly path: string }
  | { readonly kind: "ask"; readonly name: QuestionName; readonly options: readonly unknown[] };

/** From a reader: one for each question, in turn. */
export type ReaderReport =
  | { readonly kind: "told"; readonly answer: unknown }
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
