// Bundles the browser's worker scripts into static/workers/, from where they are served as any static file.

import { basename, join } from "node:path";

/**
 * Makes `static/workers/NAME.js` of each `client/workers/NAME.ts`.
 *
 * @throws with all that the bundler reports; it does not throw by itself
 */
export async function bundleWorkers(root: string): Promise<void> {
  const outputDir = join(root, "static/workers");
  const names = [...Deno.readDirSync(join(root, "client/workers"))].map(({ name }) => name);
  const result = await Deno.bundle({
    entrypoints: names.filter((name) => /^\w+\.ts$/.test(name) && !name.endsWith("_test.ts"))
      .map((name) => join(root, "client/workers", name)),
    ...{ outputDir, platform: "browser", format: "esm", minify: true, write: false },
  });
  if (!result.success || !result.outputFiles) {
    throw new Error(`The workers' scripts must bundle: ${result.errors.map(({ text }) => text)}`);
  }
  Deno.mkdirSync(outputDir, { recursive: true });
  for (const { path, contents } of result.outputFiles) {
    writeIfNew(join(outputDir, basename(path)), contents!);
  }
}

/** A file that is the same stays untouched: `--watch` would restart without end. */
function writeIfNew(path: string, bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  try {
    if (Deno.readTextFileSync(path) === text) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  Deno.writeTextFileSync(path, text);
}
