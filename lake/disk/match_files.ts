// Finds the files that a pattern names.

import { expandBraces, isGlobPattern, segmentPattern } from "./glob_pattern.ts";
import { readFailure } from "./read_failure.ts";

/** Paths of files, each once, in no order. */
export interface FoundFiles {
  readonly paths: readonly string[];
  /** Those whose names are not UTF-8, with U+FFFD in them: the platform has no way to open such a name. */
  readonly unnamable: readonly string[];
  /** Pipes, sockets and devices: reading one by chance may wait for ever. */
  readonly special: readonly string[];
}

/**
 * The files that match. Hidden files and folders match only a segment that starts with a dot; `**` does not
 * follow links to folders, which might lead in circles.
 * @throws {InputError} when a folder on the way cannot be read
 */
export function matchFiles(pattern: string): FoundFiles {
  const found = new Set<string>();
  for (const path of expandBraces(pattern)) {
    const segments = path.split("/").filter((segment, index) => segment !== "" || index === 0);
    matchFrom(
      segments[0] === "" ? "/" : "",
      segments[0] === "" ? segments.slice(1) : segments,
      found,
    );
  }
  return toldApart(found);
}

/**
 * All files in a folder and the folders in it but hidden ones.
 * @throws {InputError} when one of the folders cannot be read
 */
export function filesBelow(folder: string): FoundFiles {
  const found = new Set<string>();
  matchAtAnyDepth(folder, [], found);
  return toldApart(found);
}

/** A name that is listed with U+FFFD and is not there has it in the place of bytes that are no UTF-8. */
function toldApart(found: ReadonlySet<string>): FoundFiles {
  const paths = [...found];
  const isUnnamable = (path: string) =>
    path.includes("\uFFFD") && statOrNull(path, Deno.lstatSync) === null;
  const isSpecial = (path: string) => statOrNull(path, Deno.statSync)?.isFile === false;
  return {
    paths: paths.filter((path) => !isUnnamable(path) && !isSpecial(path)),
    unnamable: paths.filter(isUnnamable),
    special: paths.filter(isSpecial),
  };
}

/** A folder's path with a name in it; the working folder is the empty path. */
function inside(folder: string, name: string): string {
  return folder === "" || folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

function matchFrom(folder: string, segments: readonly string[], found: Set<string>): void {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  if (segment === "**") return matchAtAnyDepth(folder, rest, found);
  if (!isGlobPattern(segment)) return matchOne(inside(folder, segment), rest, found);
  const pattern = segmentPattern(segment);
  for (const { name } of entriesOf(folder)) {
    if (pattern.test(name)) matchOne(inside(folder, name), rest, found);
  }
}

function matchOne(path: string, rest: readonly string[], found: Set<string>): void {
  const stat = statOrNull(path, Deno.statSync);
  if (stat?.isDirectory) matchFrom(path, rest, found);
  else if (rest.length > 0) return;
  // A link that leads nowhere counts: the error of opening it is better than silence. So does a name that
  // was listed and cannot be found, if it is not UTF-8.
  else if (stat !== null || isListed(path)) found.add(path);
}

function isListed(path: string): boolean {
  return path.includes("\uFFFD") || statOrNull(path, Deno.lstatSync) !== null;
}

function matchAtAnyDepth(folder: string, rest: readonly string[], found: Set<string>): void {
  matchFrom(folder, rest.length === 0 ? ["*"] : rest, found);
  for (const { name, isDirectory } of entriesOf(folder)) {
    if (isDirectory && !name.startsWith(".")) {
      matchAtAnyDepth(inside(folder, name), rest, found);
    }
  }
}

function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder === "" ? "." : folder)];
  } catch (cause) {
    // What is not there matches nothing; the caller says so.
    if (cause instanceof Deno.errors.NotFound) return [];
    throw readFailure(folder, cause);
  }
}

function statOrNull(path: string, stat: (path: string) => Deno.FileInfo): Deno.FileInfo | null {
  try {
    return stat(path);
  } catch (cause) {
    const isAbsent = cause instanceof Deno.errors.NotFound ||
      cause instanceof Deno.errors.NotADirectory;
    if (isAbsent) return null;
    throw readFailure(path, cause);
  }
}
