// Paths as the lint rules compare them: from the project's root, with forward slashes.

import { posix } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = slashed(fileURLToPath(new URL("../../", import.meta.url)));

/** A linted file's path from the project's root. */
export function projectPath(fileName: string): string {
  const path = slashed(fileName);
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/** What an import points to: a path from the root when it is relative, else a package as it is written. */
export function importTarget(file: string, specifier: string): {
  readonly target: string;
  readonly isPackage: boolean;
} {
  if (!specifier.startsWith(".")) return { target: specifier, isPackage: true };
  return { target: posix.join(posix.dirname(file), specifier), isPackage: false };
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
