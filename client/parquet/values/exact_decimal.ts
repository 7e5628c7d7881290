// Decimal numbers as whole numbers and a count of decimal places: nothing of them is lost in a double.

/** What a text names, at the resolution of a column: `order` tells where the named number lies if between. */
export interface Asked<Value> {
  /** The greatest value of the column's resolution that is not above the named one. */
  readonly key: Value;
  /** How `key` stands to the named number: 0 the same, -1 below it, 1 above it. */
  readonly order: -1 | 0 | 1;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,9}))?$/i;
/** Beyond so many places nothing that a column holds can be near. */
const MAX_EXPONENT = 5_000;

/**
 * Reads a decimal number for a column with `scale` decimal places; null when it is none.
 *
 * @example
 * ```ts
 * import { readDecimal } from "./exact_decimal.ts";
 * const { key, order } = readDecimal("-1.005", 2)!;
 * if (key !== -101n || order !== -1) throw new Error(`${key} ${order}`);
 * ```
 */
export function readDecimal(text: string, scale: number): Asked<bigint | number> | null {
  const trimmed = text.trim();
  if (/^[+-]?inf(inity)?$/i.test(trimmed)) {
    return { key: trimmed.startsWith("-") ? -Infinity : Infinity, order: 0 };
  }
  const match = DECIMAL.exec(trimmed);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole + fraction === "") return null;
  const digits = BigInt(whole + fraction), isNegative = sign === "-";
  const shift = Number(exponent) - fraction.length + scale;
  if (digits === 0n) return { key: 0n, order: 0 };
  if (shift > MAX_EXPONENT) return { key: isNegative ? -Infinity : Infinity, order: 0 };
  if (shift < -MAX_EXPONENT) {
    return { key: isNegative ? -1n : 0n, order: -1 };
  }
  const named = isNegative ? -digits : digits;
  if (shift >= 0) return { key: named * 10n ** BigInt(shift), order: 0 };
  return floorTo(named, 10n ** BigInt(-shift));
}

/** Division that rounds down, and whether something was left. */
export function floorTo(value: bigint, unit: bigint): Asked<bigint> {
  const rest = value % unit, quotient = value / unit;
  if (rest === 0n) return { key: quotient, order: 0 };
  return { key: rest < 0n ? quotient - 1n : quotient, order: -1 };
}

/** `1003.858` of 1003858 with three decimal places. */
export function decimalText(unscaled: bigint, scale: number): string {
  const isNegative = unscaled < 0n, digits = (isNegative ? -unscaled : unscaled).toString();
  if (scale <= 0) {
    const zeros = unscaled === 0n ? "" : "0".repeat(-scale);
    return `${isNegative ? "-" : ""}${digits}${zeros}`;
  }
  const padded = digits.padStart(scale + 1, "0"), point = padded.length - scale;
  return `${isNegative ? "-" : ""}${padded.slice(0, point)}.${padded.slice(point)}`;
}

/** The whole number that big-endian bytes hold in two's complement; none are 0. */
export function signedOfBytes(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toHex()}`));
}
