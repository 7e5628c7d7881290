// The browser's scripts: one for each island, the one that starts them, and what they share.

import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { contentHash } from "./content_hash.ts";

/** Scripts by file name, and which belongs to each island. */
export interface ClientBundle {
  readonly hash: string;
  readonly scripts: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** In the order of the islands that were given. */
  readonly islandScripts: readonly string[];
}

/** The name of the script that starts islands. */
export const BOOT_SCRIPT = "boot.js";

interface BundleOptions {
  /** Where the bundler's entries are written, within the project so that its imports hold. */
  readonly entryDir: string;
  readonly isMinified: boolean;
}

/**
 * Bundles islands for the browser.
 *
 * @param islands absolute paths
 * @throws with all that the bundler reports; it does not throw by itself
 */
export async function bundleClient(
  islands: readonly string[],
  { entryDir, isMinified }: BundleOptions,
): Promise<ClientBundle> {
  const entries = await writeEntries(islands, entryDir);
  const result = await Deno.bundle({
    entrypoints: ["boot", ...entries].map((name) => join(entryDir, `${name}.ts`)),
    outputDir: join(entryDir, "out"),
    platform: "browser",
    format: "esm",
    codeSplitting: true,
    minify: isMinified,
    write: false,
  });
  if (!result.success || !result.outputFiles) {
    const texts = result.errors.map(({ text, location }) =>
      location ? `${text} (${location.file}:${location.line})` : text
    );
    throw new Error(`Cannot bundle the islands: ${texts.join("; ")}`);
  }
  const scripts = new Map(
    result.outputFiles
      // A chunk that nothing is left of comes without contents.
      .map(({ path, contents = new Uint8Array() }) => [basename(path), contents] as const)
      .toSorted(([a], [b]) => a < b ? -1 : 1),
  );
  const hash = await contentHash([...scripts.values()]);
  return { hash, scripts, islandScripts: entries.map((name) => `${name}.js`) };
}

/** Names the entries `island-Name`, with a number where two islands have one name. */
async function writeEntries(islands: readonly string[], entryDir: string): Promise<string[]> {
  await Deno.mkdir(entryDir, { recursive: true });
  const names: string[] = [];
  for (const island of islands) {
    const plain = `island-${basename(island).replace(/\.[^.]+$/, "").replaceAll(/[^\w-]/g, "_")}`;
    const name = names.includes(plain) ? `${plain}-${names.length}` : plain;
    names.push(name);
    const from = JSON.stringify(importPath(entryDir, island));
    await writeIfNew(join(entryDir, `${name}.ts`), `export * as islands from ${from};\n`);
  }
  const client = join(dirname(fileURLToPath(import.meta.url)), "../client/boot.ts");
  const from = JSON.stringify(importPath(entryDir, client));
  await writeIfNew(join(entryDir, "boot.ts"), `export { boot } from ${from};\n`);
  return names;
}

/** A file that is the same stays untouched: `--watch` would restart without end. */
async function writeIfNew(path: string, text: string): Promise<void> {
  const before = await Deno.readTextFile(path).catch(() => null);
  if (before !== text) await Deno.writeTextFile(path, text);
}

/** How a file in `folder` imports another one. */
export function importPath(folder: string, file: string): string {
  const path = relative(folder, file).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}
