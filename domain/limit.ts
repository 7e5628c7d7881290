// Limits of the data contract: whether a value keeps one, and how it is written.

import type { Limit } from "./contract.ts";

/** Whether an observed value keeps the limit. */
export function holds(limit: Limit, value: number): boolean {
  switch (limit.kind) {
    case "mustBe":
      return value === limit.bound;
    case "mustBeLessThan":
      return value < limit.bound;
    case "mustBeLessOrEqualTo":
      return value <= limit.bound;
    case "mustBeGreaterThan":
      return value > limit.bound;
    case "mustBeGreaterOrEqualTo":
      return value >= limit.bound;
    case "mustBeBetween":
      return value >= limit.lower && value <= limit.upper;
    default:
      return limit satisfies never;
  }
}

/** The limit as a person would write it: `≤ 0.2`, `1 to 240`. */
export function describeLimit(limit: Limit): string {
  switch (limit.kind) {
    case "mustBe":
      return `= ${limit.bound}`;
    case "mustBeLessThan":
      return `< ${limit.bound}`;
    case "mustBeLessOrEqualTo":
      return `≤ ${limit.bound}`;
    case "mustBeGreaterThan":
      return `> ${limit.bound}`;
    case "mustBeGreaterOrEqualTo":
      return `≥ ${limit.bound}`;
    case "mustBeBetween":
      return `${limit.lower} to ${limit.upper}`;
    default:
      return limit satisfies never;
  }
}

/** The least and the greatest value that it allows, as far as it has them. */
export function rangeOf(limit: Limit): { readonly at_least?: number; readonly at_most?: number } {
  switch (limit.kind) {
    case "mustBe":
      return { at_least: limit.bound, at_most: limit.bound };
    case "mustBeLessThan":
    case "mustBeLessOrEqualTo":
      return { at_most: limit.bound };
    case "mustBeGreaterThan":
    case "mustBeGreaterOrEqualTo":
      return { at_least: limit.bound };
    case "mustBeBetween":
      return { at_least: limit.lower, at_most: limit.upper };
    default:
      return limit satisfies never;
  }
}

/** Its numbers, the lower one first. */
export function boundsOf(limit: Limit): readonly number[] {
  return limit.kind === "mustBeBetween" ? [limit.lower, limit.upper] : [limit.bound];
}

/** The same kind of limit with other numbers, or null when they do not fit it. */
export function withBounds(limit: Limit, bounds: readonly number[]): Limit | null {
  const [first, second] = bounds;
  if (bounds.length !== boundsOf(limit).length || !bounds.every(Number.isFinite)) return null;
  if (limit.kind !== "mustBeBetween") return { kind: limit.kind, bound: first! };
  return first! <= second! ? { kind: limit.kind, lower: first!, upper: second! } : null;
}
