// Finds the files that a pattern names.

import { expandBraces, isGlobPattern, segmentPattern } from "./glob_pattern.ts";
import { orReadFailure } from "./read_failure.ts";
import { entriesOf, lstatIfThere, statIfThere } from "./names.ts";

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
    path.includes("\uFFFD") && orReadFailure(path, lstatIfThere) === null;
  const isSpecial = (path: string) => orReadFailure(path, statIfThere)?.isFile === false;
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
  for (const { name } of entriesIn(folder)) {
    if (pattern.test(name)) matchOne(inside(folder, name), rest, found);
  }
}

function matchOne(path: string, rest: readonly string[], found: Set<string>): void {
  const stat = orReadFailure(path, statIfThere);
  if (stat?.isDirectory) matchFrom(path, rest, found);
  else if (rest.length > 0) return;
  // A link that leads nowhere counts: the error of opening it is better than silence. So does a name that
  // was listed and cannot be found, if it is not UTF-8.
  else if (stat !== null || isListed(path)) found.add(path);
}

function isListed(path: string): boolean {
  return path.includes("\uFFFD") || orReadFailure(path, lstatIfThere) !== null;
}

function matchAtAnyDepth(folder: string, rest: readonly string[], found: Set<string>): void {
  matchFrom(folder, rest.length === 0 ? ["*"] : rest, found);
  for (const { name, isDirectory } of entriesIn(folder)) {
    if (isDirectory && !name.startsWith(".")) {
      matchAtAnyDepth(inside(folder, name), rest, found);
    }
  }
}

/** What is not there has nothing in it; the caller says so. */
function entriesIn(folder: string): Deno.DirEntry[] {
  return orReadFailure(folder === "" ? "." : folder, entriesOf);
}
