// Regular expressions that people write into repairs: only those that end in time on any text.

/** Longest expression. */
const MAX_LENGTH = 500;

/**
 * Compiles an expression (flags `gu`).
 *
 * @throws {RangeError} it is none, or it repeats what itself repeats, which can take years on some texts
 */
export function compilePattern(pattern: string): RegExp {
  if (pattern === "" || pattern.length > MAX_LENGTH) {
    throw new RangeError(
      `Cannot use the pattern as it must have 1 to ${MAX_LENGTH} characters: it has ${pattern.length}`,
    );
  }
  if (repeatsRepetition(pattern)) {
    throw new RangeError(
      "Cannot use the pattern as a group that repeats must not hold what repeats or alternates: " +
        `current value is "${pattern}"`,
    );
  }
  try {
    return new RegExp(pattern, "gu");
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`Cannot use the pattern as it must be a regular expression: ${message}`, {
      cause,
    });
  }
}

/** Whether a group under `*`, `+` or `{…}` holds a quantifier or `|` itself; back references count too. */
function repeatsRepetition(pattern: string): boolean {
  const groups: boolean[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === "\\") {
      if (!inClass && /[1-9k]/.test(pattern[at + 1] ?? "")) return true;
      at++;
    } else if (inClass) inClass = char !== "]";
    else if (char === "[") inClass = true;
    else if (char === "(") groups.push(false);
    else if (char === ")") {
      const isRisky = groups.pop() ?? false;
      const repeats = /[*+{]/.test(pattern[at + 1] ?? "");
      if (isRisky && repeats) return true;
      if (groups.length > 0 && (isRisky || repeats)) groups[groups.length - 1] = true;
    } else if (/[*+{|]/.test(char) && groups.length > 0) groups[groups.length - 1] = true;
  }
  return false;
}
