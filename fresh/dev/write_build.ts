// Writes a build to disk: its files, and the modules that serve it without looking around.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuiltFile } from "./built_files.ts";
import { importPath } from "./bundle_client.ts";

/** What is written, with absolute paths. */
export interface WrittenBuild {
  readonly outDir: string;
  readonly serverEntry: string;
  readonly routeDir: string;
  readonly buildId: string;
  readonly bootScript: string;
  readonly scriptImports: Readonly<Record<string, readonly string[]>>;
  readonly routes: readonly string[];
  readonly islands: readonly { readonly path: string; readonly script: string }[];
  readonly files: ReadonlyMap<string, BuiltFile>;
}

const FRESH_DIR = dirname(dirname(fileURLToPath(import.meta.url)));

/** `server.js` comes last: while it is missing, the build is not whole. */
export async function writeBuild(build: WrittenBuild): Promise<void> {
  const { outDir, files } = build;
  for (const [path, { bytes, packed }] of files) {
    const target = join(outDir, "files", path);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeFile(target, bytes);
    for (const [encoding, content] of packed) {
      await Deno.writeFile(`${target}.${encoding}`, content);
    }
  }
  const served = Object.fromEntries([...files].map(([path, file]) => [path, file.served]));
  await Deno.writeTextFile(join(outDir, "files.json"), JSON.stringify(served));
  await Deno.writeTextFile(join(outDir, "snapshot.js"), snapshotModule(build));
  await Deno.writeTextFile(join(outDir, "server.js"), serverModule(build));
}

function snapshotModule(build: WrittenBuild): string {
  const { outDir, routeDir, routes, islands } = build;
  const importAll = (name: string, path: string) =>
    `import * as ${name} from ${JSON.stringify(importPath(outDir, path))};`;
  const own = (path: string) => JSON.stringify(importPath(outDir, join(FRESH_DIR, path)));
  return [
    "// Written by the build: the app's routes, islands and files.",
    `import { setBuild } from ${own("build_snapshot.ts")};`,
    `import { builtFileReader } from ${own("built_file_reader.ts")};`,
    `import files from "./files.json" with { type: "json" };`,
    ...routes.map((path, i) => importAll(`route${i}`, join(routeDir, path))),
    ...islands.map(({ path }, i) => importAll(`island${i}`, path)),
    "setBuild({",
    `  buildId: ${JSON.stringify(build.buildId)},`,
    `  bootScript: ${JSON.stringify(build.bootScript)},`,
    `  scriptImports: ${JSON.stringify(build.scriptImports)},`,
    "  isDevelopment: false,",
    "  files,",
    `  readFile: builtFileReader(new URL("./files/", import.meta.url)),`,
    "  routes: [",
    ...routes.map((path, i) => `    { path: ${JSON.stringify(path)}, module: route${i} },`),
    "  ],",
    "  islands: [",
    ...islands.map(({ script }, i) =>
      `    { module: island${i}, script: ${JSON.stringify(script)} },`
    ),
    "  ],",
    "});",
    "",
  ].join("\n");
}

function serverModule({ outDir, serverEntry }: WrittenBuild): string {
  return [
    "// Written by the build: what `deno serve` runs.",
    `import "./snapshot.js";`,
    `import { app } from ${JSON.stringify(importPath(outDir, serverEntry))};`,
    "const handler = app.handler();",
    "export default { fetch: (req, info) => handler(req, info) };",
    "",
  ].join("\n");
}
