// Paths with parameters: which request paths they fit, and which of two is the more exact.

/** The parts of a pattern, in the order of the path. */
export interface PathPattern {
  readonly text: string;
  readonly parts: readonly Part[];
}

interface Part {
  readonly kind: "fixed" | "param" | "rest";
  readonly name: string;
}

/** The parameters found in a path, by name, with percent-escapes decoded. */
export type PathParams = Record<string, string>;

const ORDER = { fixed: 0, param: 1, rest: 2 } as const;

/** Reads `/users/:id`, `/files/:path*`, `/files/*`; `*` alone is every path. */
export function parsePathPattern(text: string): PathPattern {
  const path = text === "*" ? "/*" : text;
  if (!path.startsWith("/")) {
    throw new TypeError(
      `Cannot route a path as it must start with / or be *: current value is ${text}`,
    );
  }
  return { text: path, parts: splitPath(path).map(parsePart) };
}

/** The pattern of `inner` below `outer`, as a mounted app's routes are. */
export function joinPathPatterns(outer: string, inner: string): string {
  const below = inner === "*" ? "/*" : inner;
  if (outer === "/" || outer === "*") return below;
  return outer.replace(/\/$/, "") + (below === "/" ? "" : below);
}

/** The parameters of a whole path's segments, or null when the pattern does not fit it. */
export function matchPath(pattern: PathPattern, segments: readonly string[]): PathParams | null {
  const isOpen = pattern.parts.at(-1)?.kind === "rest";
  if (!isOpen && segments.length !== pattern.parts.length) return null;
  return matchParts(pattern.parts, segments);
}

/** Whether a path is the pattern's or lies below it, as middlewares, layouts and error pages apply. */
export function isBelow(pattern: PathPattern, segments: readonly string[]): boolean {
  return pattern.text === "/" || matchParts(pattern.parts, segments) !== null;
}

/** Sorts fixed parts before parameters before rests, part by part. */
export function comparePatterns(a: PathPattern, b: PathPattern): number {
  for (let i = 0; i < Math.min(a.parts.length, b.parts.length); i++) {
    const difference = ORDER[a.parts[i]!.kind] - ORDER[b.parts[i]!.kind];
    if (difference !== 0) return difference;
  }
  return b.parts.length - a.parts.length;
}

/** How many names deep a pattern goes: none for `*` and `/`. */
export function depthOf(pattern: PathPattern): number {
  return pattern.parts.filter(({ kind, name }) => kind !== "rest" && name !== "").length;
}

function matchParts(parts: readonly Part[], segments: readonly string[]): PathParams | null {
  const params: PathParams = {};
  for (const [i, part] of parts.entries()) {
    if (part.kind === "rest") {
      if (part.name !== "") params[part.name] = segments.slice(i).map(decode).join("/");
      return params;
    }
    const segment = segments[i];
    if (segment === undefined || segment === "" && part.kind === "param") return null;
    if (part.kind === "param") params[part.name] = decode(segment);
    else if (part.name !== segment && !(segment.includes("%") && part.name === decode(segment))) {
      return null;
    }
  }
  return params;
}

/** The names between a path's slashes, with their escapes. */
export function splitPath(path: string): string[] {
  return path.slice(1).split("/");
}

function parsePart(text: string): Part {
  if (text === "*") return { kind: "rest", name: "" };
  if (/^:\w+\*$/.test(text)) return { kind: "rest", name: text.slice(1, -1) };
  if (/^:\w+$/.test(text)) return { kind: "param", name: text.slice(1) };
  return { kind: "fixed", name: text };
}

/** Escapes that are no UTF-8 stay as they are: a path is data, not an error of the server. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
