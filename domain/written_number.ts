// Numbers of JSON as they are written: a double has not all digits of a long id, and 1.0 is 1 to it.

/** A number as its text has it; `JSON.stringify()` writes it as it was. */
export interface WrittenNumber {
  readonly rawJSON: string;
}

/** What the engine's JSON has beyond TypeScript's library: the text that a value comes from. */
const SOURCED = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): WrittenNumber;
  isRawJSON(value: unknown): value is WrittenNumber;
};

/**
 * Parses JSON with every number as it is written. It takes several times as long as `JSON.parse()`.
 *
 * @throws {SyntaxError} as `JSON.parse()` does
 * @example
 * ```ts
 * import { parseWritten } from "./written_number.ts";
 * const text = '{"user_id":9007199254740993,"score":1.0}';
 * if (JSON.stringify(parseWritten(text)) !== text) throw new Error("expected the same text");
 * ```
 */
export function parseWritten(text: string): unknown {
  return SOURCED.parse(
    text,
    (_, value, { source }) =>
      typeof value === "number" && source !== undefined ? SOURCED.rawJSON(source) : value,
  );
}

/** Whether a value is such a number. */
export function isWrittenNumber(value: unknown): value is WrittenNumber {
  return SOURCED.isRawJSON(value);
}
