// A condition on a column: in the address, as a test of values, and as a question to statistics.

import { type Bounds, compareBound, mayHold } from "../file/bounds.ts";
import { type Key, keyText } from "../values/cell.ts";
import { type CellForm, kindOf } from "../values/cell_form.ts";
import { readAsked, tellKey } from "../values/column_keys.ts";
import type { Asked } from "../values/exact_decimal.ts";

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
  readonly mayMatch: (bounds: Bounds) => boolean;
}

/**
 * Makes a condition ready for a column of this form.
 *
 * @throws {Error} a value is none that such a column can hold: told in words
 */
export function compileCondition({ operator, values, column }: Condition, form: CellForm): Test {
  switch (operator) {
    case "missing":
      return { matches: (k) => k === null, mayMatch: ({ nulls }) => nulls === null || nulls > 0 };
    case "present":
      return { matches: (k) => k !== null, mayMatch: mayBeThere };
    case "has": {
      const wanted = (values[0] ?? "").toLowerCase();
      const textOf = (k: Key) => keyText(tellKey(form, k), kindOf(form)).toLowerCase();
      return { matches: (k) => k !== null && textOf(k).includes(wanted), mayMatch: mayBeThere };
    }
    case "eq":
    case "ne":
    case "in": {
      const asked = values.map((text) => readAsked(text, form, column));
      // What lies between two values of the column equals none.
      const wanted = new Set(asked.filter(({ order }) => order === 0).map(({ key }) => key));
      if (operator === "ne") {
        return { matches: (k) => k !== null && !wanted.has(k), mayMatch: mayBeThere };
      }
      return {
        matches: (k) => wanted.has(k),
        mayMatch: (bounds) => [...wanted].some((key) => mayHold(bounds, key)),
      };
    }
    default:
      return compileRange(operator, readAsked(values[0] ?? "", form, column));
  }
}

function mayBeThere({ nulls, rows }: Bounds): boolean {
  return nulls === null || nulls < rows;
}

function compileRange(
  operator: "gte" | "gt" | "lte" | "lt",
  { key: bound, order }: Asked<Key>,
): Test {
  const isLower = operator === "gte" || operator === "gt";
  const isEqual = operator === "gte" || operator === "lte";
  /** `comparison`: how a value stands to the bound's key. */
  const holds = (comparison: number) => {
    const stands = comparison || order;
    return isLower ? stands > 0 || isEqual && stands === 0 : stands < 0 || isEqual && stands === 0;
  };
  // Texts beyond the surrogates stand in another order by their bytes than by code units.
  const isSure = typeof bound !== "string" || !/[\ud800-\uffff]/.test(bound);
  return {
    matches: (k) => {
      if (k === null || bound === null) return false;
      if (k < bound) return holds(-1);
      if (k > bound) return holds(1);
      return (k === bound || Object.is(k, bound)) && holds(0);
    },
    mayMatch: ({ range }) => {
      const far = isSure ? compareBound(range, isLower ? "max" : "min", bound) : null;
      return far === null || holds(far);
    },
  };
}
