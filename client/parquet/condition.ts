// A condition on a column: in the address, as a test of values, and as a question to statistics.

import { type CellKind, type Key } from "./cell.ts";
import type { ChunkShape } from "./file_shape.ts";

/** What a condition may say, with the words of the form. */
export const OPERATORS = {
  eq: "is",
  ne: "is not",
  in: "is one of",
  gte: "at least",
  gt: "more than",
  lte: "at most",
  lt: "less than",
  has: "contains",
  missing: "is missing",
  present: "is there",
} as const;

export type Operator = keyof typeof OPERATORS;

/** `values` as they were typed: one for most operators, several for `in`, none for `missing`. */
export interface Condition {
  readonly column: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** As one parameter of the address: `column~operator~value~value`, each part percent-encoded. */
export function formatCondition({ column, operator, values }: Condition): string {
  return [column, operator, ...values].map((part) =>
    encodeURIComponent(part).replaceAll("~", "%7E")
  ).join("~");
}

/** Null when it is none. */
export function parseCondition(text: string): Condition | null {
  try {
    const [column = "", operator = "", ...values] = text.split("~").map(decodeURIComponent);
    if (column === "" || !Object.hasOwn(OPERATORS, operator)) return null;
    return { column, operator: operator as Operator, values };
  } catch {
    return null;
  }
}

/** A condition that is ready to be asked. */
export interface Test {
  readonly matches: (key: Key) => boolean;
  /** False when no value of a row group with these statistics can match. */
  readonly mayMatch: (chunk: ChunkShape, rows: number) => boolean;
}

/**
 * Makes a condition ready for a column of `kind`.
 *
 * @throws {Error} a value is none of that kind: told in words
 */
export function compileCondition({ operator, values, column }: Condition, kind: CellKind): Test {
  const keys = operator === "has" || operator === "missing" || operator === "present"
    ? []
    : values.map((text) => readKey(text, kind, column));
  const [key = null] = keys;
  switch (operator) {
    case "missing":
      return { matches: (k) => k === null, mayMatch: ({ nulls }) => nulls === null || nulls > 0 };
    case "present":
      return { matches: (k) => k !== null, mayMatch: ({ nulls }, rows) => nulls !== rows };
    case "has": {
      const wanted = (values[0] ?? "").toLowerCase();
      const matches = (k: Key) => k !== null && String(k).toLowerCase().includes(wanted);
      return { matches, mayMatch: ({ nulls }, rows) => nulls !== rows };
    }
    case "ne":
      return { matches: (k) => k !== null && k !== key, mayMatch: () => true };
    case "eq":
    case "in": {
      const wanted = new Set(keys);
      return {
        matches: (k) => wanted.has(k),
        mayMatch: (chunk) => keys.some((k) => !isOutside(chunk, k)),
      };
    }
    default:
      return compileRange(operator, key);
  }
}

function compileRange(operator: "gte" | "gt" | "lte" | "lt", bound: Key): Test {
  const isLower = operator === "gte" || operator === "gt";
  const isEqual = operator === "gte" || operator === "lte";
  return {
    matches: (k) =>
      k !== null && bound !== null &&
      (isLower ? k > bound || isEqual && k === bound : k < bound || isEqual && k === bound),
    mayMatch: ({ min, max }) => {
      const far = isLower ? max : min;
      const isBeyond = isLower ? isBelow(far, bound) : isBelow(bound, far);
      return !isBeyond && (isEqual || !isComparable(far) || far !== bound);
    },
  };
}

/** Whether statistics rule a value out. What cannot be compared rules out nothing. */
function isOutside({ min, max }: ChunkShape, key: Key): boolean {
  return isBelow(max, key) || isBelow(key, min);
}

function isBelow(a: Key, b: Key): boolean {
  return isComparable(a) && isComparable(b) && typeof a === typeof b && a! < b!;
}

/** Texts with surrogates stand in another order by their bytes than by code units. */
function isComparable(key: Key): boolean {
  return typeof key === "string" ? !/[\ud800-\uffff]/.test(key) : typeof key === "number";
}

function readKey(text: string, kind: CellKind, column: string): Key {
  const refuse = (what: string) =>
    new Error(
      `Cannot compare ${column} as it needs ${what}: current value is ${JSON.stringify(text)}`,
    );
  if (kind === "number") {
    const value = Number(text);
    if (text.trim() === "" || Number.isNaN(value)) throw refuse("a number");
    return /^[+-]?\d{16,}$/.test(text.trim()) && !Number.isSafeInteger(value)
      ? BigInt(text.trim())
      : value;
  }
  if (kind === "time") {
    const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !/[T ]/.test(text.trim());
    const value = Date.parse(hasZone ? text : `${text}Z`);
    if (Number.isNaN(value)) throw refuse("a time such as 2026-10-31T20:00:00Z");
    return value;
  }
  if (kind === "boolean") {
    if (text !== "true" && text !== "false") throw refuse("true or false");
    return text === "true";
  }
  return text;
}
