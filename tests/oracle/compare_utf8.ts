// Order of texts by their UTF-8 bytes, found by encoding both.

/** Negative, 0 or positive, as `Array.prototype.sort` wants it; null is the empty text. */
export function compareUtf8(a: string | null, b: string | null): number {
  const left = new TextEncoder().encode(a ?? "");
  const right = new TextEncoder().encode(b ?? "");
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The first of several comparisons that is not 0. */
export function firstDifference(...comparisons: readonly (() => number)[]): number {
  for (const compare of comparisons) {
    const difference = compare();
    if (difference !== 0) return difference;
  }
  return 0;
}
