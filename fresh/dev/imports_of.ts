// What a bundled script imports, itself or by what it imports.

/** How the bundler writes an import of another of its files; those by `import()` come when they are needed. */
const IMPORT = /\b(?:from|import)\s*"\.\/([\w.-]+\.js)"/g;

/** The names of the files, each once, without the script itself. */
export function importsOf(
  script: string,
  scripts: ReadonlyMap<string, Uint8Array>,
): readonly string[] {
  const found = new Set([script]);
  for (const name of found) { // which grows meanwhile
    const text = new TextDecoder().decode(scripts.get(name));
    for (const [, imported = ""] of text.matchAll(IMPORT)) {
      if (scripts.has(imported)) found.add(imported);
    }
  }
  found.delete(script);
  return [...found];
}
