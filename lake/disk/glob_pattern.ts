// Reads file name patterns as shells do: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for folders at any depth.

/** Whether a name is a pattern and not just the name of one file. */
export function isGlobPattern(name: string): boolean {
  return /[*?[{]/.test(name);
}

/**
 * The patterns without braces that one with braces stands for, in order.
 *
 * @example
 * ```ts
 * import { expandBraces } from "./glob_pattern.ts";
 * const patterns = expandBraces("{2023,2024}/*.csv");
 * if (patterns.join(" ") !== "2023/*.csv 2024/*.csv") throw new Error(patterns.join(" "));
 * ```
 */
export function expandBraces(pattern: string): string[] {
  // The innermost braces come first, so that nested ones need no counting.
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (braces === null) return [pattern];
  const before = pattern.slice(0, braces.index);
  const after = pattern.slice(braces.index + braces[0].length);
  const expanded = braces[1]!.split(",").flatMap((choice) => expandBraces(before + choice + after));
  return [...new Set(expanded)];
}

/**
 * What the names in a folder must match for one segment of a pattern (without braces; `**` is the
 * caller's to walk). A name that starts with a dot is matched only by a segment that does.
 */
export function segmentPattern(segment: string): RegExp {
  const source = segment.replaceAll(
    /\[(!|\^)?(\]?[^\]]*)\]|\*+|\?|[.+^$(){}|\\/[\]]/g,
    (token, negated: string | undefined, characters: string | undefined) => {
      if (characters) return characterClass(negated !== undefined, characters);
      if (token.startsWith("*")) return "[^/]*";
      return token === "?" ? "[^/]" : token.replaceAll(/[^!]/g, "\\$&");
    },
  );
  return new RegExp(`^${segment.startsWith(".") ? "" : "(?!\\.)"}${source}$`, "su");
}

/** The class of `[a-z_]`; a range that runs backwards, such as `[z-a]`, holds nothing. */
function characterClass(isNegated: boolean, characters: string): string {
  const members = characters.replaceAll(
    /(.)-(.)|./gsu,
    (token, from: string | undefined, to: string | undefined) => {
      if (from === undefined || to === undefined) return escapeMember(token);
      return from.codePointAt(0)! <= to.codePointAt(0)!
        ? `${escapeMember(from)}-${escapeMember(to)}`
        : "";
    },
  );
  return `[${isNegated ? "^" : ""}${members}]`;
}

function escapeMember(character: string): string {
  return character.replace(/[\\\]^[-]/, "\\$&");
}
