// Decimal numbers as files and JSON write them; what is not one is NaN.

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads a decimal number, white space around it allowed; NaN for anything else, also for overflow. Where a
 * comma marks decimals, a point does not.
 */
export function parseDecimal(text: string, decimalMark: "." | "," = "."): number {
  const trimmed = decimalMark === "." ? text.trim() : text.trim().replace(/[.,]/g, swapMark);
  if (!DECIMAL.test(trimmed)) return NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : NaN;
}

/** A point becomes a comma, which no number has. */
function swapMark(mark: string): string {
  return mark === "," ? "." : ",";
}
