// Tells by their names which files of a ZIP archive may hold views.

import { isInputName } from "../../domain/input_name.ts";

/** What is to be looked at. */
export type ZipChoice =
  /** The file itself is known, whatever else there is. */
  | { readonly kind: "known"; readonly index: number }
  /** Any of these may be it. */
  | { readonly kind: "candidates"; readonly indexes: readonly number[] }
  /** A document of a spreadsheet program or the like, which is a ZIP archive inside. */
  | { readonly kind: "document" };

/** In the export that Netflix sends; it may lie in a folder, and other languages' may write it otherwise. */
const NETFLIX_VIEWS = /(?:^|\/)content_interaction\/viewingactivity\.csv$/i;
const LITTER = /(?:^|\/)(?:\.|__MACOSX\/)/;

/**
 * Chooses among the names of an archive's files.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const names = ["ACCOUNT/Account.csv", "CONTENT_INTERACTION/ViewingActivity.csv"];
 * assert.deepEqual(chooseZipMembers(names), { kind: "known", index: 1 });
 * ```
 */
export function chooseZipMembers(names: readonly string[]): ZipChoice {
  const paths = names.map((name) => name.replaceAll("\\", "/"));
  const known = indexesOf(paths, (path) => NETFLIX_VIEWS.test(path) && !LITTER.test(path));
  if (known.length === 1) return { kind: "known", index: known[0]! };
  if (known.length > 1) return { kind: "candidates", indexes: known };
  const isDocument = paths.includes("[Content_Types].xml") ||
    paths.includes("mimetype") && paths.includes("content.xml");
  if (isDocument) return { kind: "document" };
  const isCandidate = (path: string) =>
    isInputName(path) && !path.endsWith("/") && !LITTER.test(path);
  return { kind: "candidates", indexes: indexesOf(paths, isCandidate) };
}

function indexesOf(paths: readonly string[], test: (path: string) => boolean): number[] {
  return paths.flatMap((path, index) => test(path) ? [index] : []);
}
