// Decimal numbers, read by taking them apart.

/** The number, white space around it allowed; NaN when it is none or too large for a double. */
export function naiveDecimal(text: string): number {
  const trimmed = text.trim();
  const [mantissa = "", exponent, ...moreExponents] = unsigned(trimmed).split(/[eE]/);
  if (moreExponents.length > 0) return NaN;
  if (exponent !== undefined && !/^[0-9]+$/.test(unsigned(exponent))) return NaN;
  const [whole = "", fraction = "", ...morePoints] = mantissa.split(".");
  if (morePoints.length > 0 || !/^[0-9]+$/.test(whole + fraction)) return NaN;
  const value = Number(trimmed);
  return value === Infinity || value === -Infinity ? NaN : value;
}

function unsigned(text: string): string {
  return text.startsWith("+") || text.startsWith("-") ? text.slice(1) : text;
}
