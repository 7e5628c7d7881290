// The order of texts by their UTF-8 bytes, in which the contract breaks ties.

const utf8 = new TextEncoder();

/** Below 0 when `a` comes before `b`; 0 when they are equal. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const x = utf8.encode(a), y = utf8.encode(b), length = Math.min(x.length, y.length);
  for (let i = 0; i < length; i++) if (x[i] !== y[i]) return x[i] - y[i];
  return x.length - y.length;
}
