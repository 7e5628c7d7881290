// Regular expressions that people write into repairs, on an engine whose time grows with the text alone.

import { RE2JS, RE2JSException } from "re2js";

/** Longest expression. */
const MAX_LENGTH = 500;
/** Steps of the compiled program: each is taken at most once for each character. */
const MAX_PROGRAM = 1_000;
/** A row is no longer, so what is made of it need not be. */
const MAX_RESULT = 1 << 20;
/** What JavaScript's `\s` holds beyond that of the engine: `\v`, spaces of Unicode, the mark of byte order. */
const MORE_SPACES = "\\v\\p{Z}\\x{feff}";
/** What JavaScript's `.` leaves out. */
const ANY_BUT_LINE_ENDS = "[^\\n\\r\\x{2028}\\x{2029}]";

/** Raised when work on one row goes on for too long, or makes too much of it. */
export class PatternStoppedError extends Error {
  override readonly name = "PatternStoppedError";
}

/** Asked between matches. @throws {PatternStoppedError} the row has had its time */
export type CheckTime = () => void;

/** A compiled expression. */
export interface Pattern {
  test(text: string): boolean;
  /** Replaces each match, as `String.replaceAll` does. @throws {PatternStoppedError} */
  replaceAll(text: string, template: string, checkTime: CheckTime): string;
}

/**
 * Compiles an expression in JavaScript's syntax (flags `gu`), without look-around and back references.
 *
 * @throws {RangeError} it is none, or the engine does not take it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pattern = compilePattern("(\\d+)m");
 * assert.equal(pattern.replaceAll("12m, 7m", "$1", () => {}), "12, 7");
 * assert.throws(() => compilePattern("(.)\\1"), RangeError);
 * ```
 */
export function compilePattern(pattern: string): Pattern {
  if (pattern === "" || pattern.length > MAX_LENGTH) {
    throw new RangeError(
      `Cannot use the pattern as it must have 1 to ${MAX_LENGTH} characters: it has ${pattern.length}`,
    );
  }
  const compiled = compile(pattern);
  if (compiled.programSize() > MAX_PROGRAM) {
    throw new RangeError(
      `Cannot use the pattern as it must take at most ${MAX_PROGRAM} steps a character: ` +
        `it takes ${compiled.programSize()}; let it repeat less`,
    );
  }
  return {
    test: (text) => compiled.matcher(text).find(),
    replaceAll: (text, template, checkTime) => replaceAll(compiled, text, { template, checkTime }),
  };
}

function compile(pattern: string): RE2JS {
  const refused = /(?:^|[^\\])(?:\\\\)*(\\[1-9k])/.exec(pattern)?.[1] ??
    /(?:^|[^\\])(?:\\\\)*(\(\?<?[=!])/.exec(pattern)?.[1];
  try {
    new RegExp(pattern, "u"); // what is none in JavaScript means something else to the engine
    if (refused === undefined) return RE2JS.compile(RE2JS.translateRegExp(asInJavaScript(pattern)));
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof RE2JSException)) throw cause;
    const message = cause.message.replace("error parsing regexp: ", "");
    throw new RangeError(`Cannot use the pattern as it must be a regular expression: ${message}`, {
      cause,
    });
  }
  throw new RangeError(
    "Cannot use the pattern as it must do without look-ahead, look-behind and back references, " +
      `which can take years on some texts: current value has ${refused}`,
  );
}

/** Writes out `.`, `\s` and `\S`, which stand for more characters than the engine takes them for. */
function asInJavaScript(pattern: string): string {
  let inClass = false, made = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === "\\") {
      const escaped = char + (pattern[++at] ?? "");
      if (escaped === "\\s") made += inClass ? `\\s${MORE_SPACES}` : `[\\s${MORE_SPACES}]`;
      else if (escaped === "\\S" && !inClass) made += `[^\\s${MORE_SPACES}]`;
      else made += escaped;
    } else if (char === "." && !inClass) made += ANY_BUT_LINE_ENDS;
    else {
      if (char === "[") inClass = true;
      else if (char === "]") inClass = false;
      made += char;
    }
  }
  return made;
}

function replaceAll(
  pattern: RE2JS,
  text: string,
  { template, checkTime }: { readonly template: string; readonly checkTime: CheckTime },
): string {
  const matcher = pattern.matcher(text), pieces: string[] = [];
  let end = 0, length = 0;
  const add = (piece: string) => {
    length += piece.length;
    if (length > MAX_RESULT) throw new PatternStoppedError("makes more than 1 MiB of it");
    pieces.push(piece);
  };
  while (matcher.find()) {
    add(text.slice(end, matcher.start()));
    const match: Match = {
      before: text.slice(0, matcher.start()),
      after: text.slice(matcher.end()),
      groups: Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? ""),
      names: pattern.namedGroups(),
    };
    add(expand(template, match, MAX_RESULT));
    end = matcher.end();
    checkTime();
  }
  return pieces.join("") + text.slice(end);
}

/** What a template may name. */
interface Match {
  readonly before: string;
  readonly after: string;
  /** The whole match first. */
  readonly groups: readonly string[];
  readonly names: Readonly<Record<string, number>>;
}

/** `$1`, `$<name>`, `$&` and the rest as `String.replaceAll` reads them. */
function expand(template: string, { before, after, groups, names }: Match, most: number): string {
  const hasNames = Object.keys(names).length > 0;
  let length = 0;
  return template.replaceAll(/\$(?:[$&`']|\d{1,2}|<[^>]*>)/g, (whole) => {
    const made = expandOne(whole);
    length += made.length;
    if (length > most) throw new PatternStoppedError("makes more than 1 MiB of it");
    return made;
  });
  function expandOne(whole: string): string {
    const what = whole.slice(1);
    if (what === "$") return "$";
    if (what === "&") return groups[0]!;
    if (what === "`") return before;
    if (what === "'") return after;
    if (what[0] === "<") return hasNames ? groups[names[what.slice(1, -1)] ?? -1] ?? "" : whole;
    const number = Number(what);
    if (number >= 1 && number < groups.length) return groups[number]!;
    const digit = Number(what[0]);
    return digit >= 1 && digit < groups.length ? groups[digit]! + what.slice(1) : whole;
  }
}
