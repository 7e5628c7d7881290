// Builder: makes what an app needs to be served, on disk for production or in memory while it is written.

import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { App } from "../app.ts";
import { currentBuild, setBuild } from "../build_snapshot.ts";
import { type BuiltFile, describeFiles, readStatic } from "./built_files.ts";
import { BOOT_SCRIPT, bundleClient } from "./bundle_client.ts";
import { contentHash } from "./content_hash.ts";
import { type Project, type ProjectFolders, scanProject } from "./scan_project.ts";
import { writeBuild } from "./write_build.ts";

/** Where things are; paths are relative to `root`. */
export interface BuilderOptions {
  /** The project's folder; the current one. */
  readonly root?: string;
  /** The module that exports `app`; `main.ts`. */
  readonly serverEntry?: string;
  /** Where the build is written; `_fresh`. */
  readonly outDir?: string;
}

/** What is built. */
export interface BuildOptions {
  /** `development` leaves names readable and has pages reload on change. */
  readonly mode?: "production" | "development";
  /** `memory` writes nothing but the bundler's entries: for tests. */
  readonly snapshot?: "disk" | "memory";
}

interface Built {
  readonly project: Project;
  readonly buildId: string;
  readonly bootScript: string;
  readonly scriptImports: Readonly<Record<string, readonly string[]>>;
  readonly islands: readonly { readonly path: string; readonly script: string }[];
  readonly files: ReadonlyMap<string, BuiltFile>;
}

/** Builds the app of a project. */
export class Builder {
  readonly #folders: ProjectFolders;
  readonly #outDir: string;
  readonly #serverEntry: string;

  constructor(options: BuilderOptions = {}) {
    const root = resolve(options.root ?? ".");
    const at = (path: string) => isAbsolute(path) ? path : join(root, path);
    this.#outDir = at(options.outDir ?? "_fresh");
    this.#serverEntry = at(options.serverEntry ?? "main.ts");
    this.#folders = {
      routeDir: join(root, "routes"),
      islandDir: join(root, "islands"),
      staticDir: join(root, "static"),
    };
  }

  /** Builds to disk, or in memory for the apps of this process, which the function it answers sets. */
  async build(options: BuildOptions = {}): Promise<(app?: App<never>) => void> {
    const { mode = "production", snapshot = "disk" } = options;
    if (snapshot === "memory") return await this.#buildInMemory(mode === "development");
    await removeIfThere(this.#outDir);
    const built = await this.#make({ isPacked: true, isDevelopment: mode === "development" });
    await writeBuild({
      ...built,
      outDir: this.#outDir,
      serverEntry: this.#serverEntry,
      routeDir: this.#folders.routeDir,
      routes: built.project.routes,
    });
    await removeIfThere(join(this.#outDir, "entries"));
    return () => {};
  }

  /** Serves the app in memory; run it with `deno run --watch`, and pages reload when it starts anew. */
  async listen(load: LoadApp, options: Deno.ServeTcpOptions = {}): Promise<void> {
    const apply = await this.#buildInMemory(true);
    apply();
    await serveWithReload(load, options);
  }

  async #buildInMemory(isDevelopment: boolean): Promise<() => void> {
    const built = await this.#make({ isPacked: false, isDevelopment });
    const load = async (path: string) => await import(pathToFileURL(path).href);
    const routes = await Promise.all(built.project.routes.map(async (path) => ({
      path,
      module: await load(join(this.#folders.routeDir, path)),
    })));
    const islands = await Promise.all(
      built.islands.map(async ({ path, script }) => ({ script, module: await load(path) })),
    );
    const files = Object.fromEntries([...built.files].map(([path, { served }]) => [path, served]));
    const readFile = (path: string) => Promise.resolve(built.files.get(path)!.bytes);
    const { buildId, bootScript, scriptImports } = built;
    const build = { buildId, bootScript, scriptImports, routes, islands, files };
    return () => setBuild({ ...build, isDevelopment, readFile });
  }

  async #make(
    { isPacked, isDevelopment }: { isPacked: boolean; isDevelopment: boolean },
  ): Promise<Built> {
    const project = await scanProject(this.#folders);
    const entryDir = join(this.#outDir, "entries");
    const client = await bundleClient(project.islands, {
      ...{ entryDir, isMinified: !isDevelopment },
    });
    const statics = await readStatic(this.#folders.staticDir, project.staticFiles);
    const staticHash = await contentHash([...statics.values()]);
    // While it is written, each start is a build of its own: server code may have changed too.
    const start = isDevelopment ? `-${Date.now().toString(36)}` : "";
    const buildId = `${client.hash.slice(0, 8)}${staticHash.slice(0, 8)}${start}`;
    const urlOf = (name: string) => `/_fresh/js/${buildId}/${name}`;
    const scripts = [...client.scripts].map(([name, bytes]) => [urlOf(name), bytes] as const);
    const files = await describeFiles(new Map([...statics, ...scripts]), { isPacked });
    const islands = project.islands.map((path, i) => ({
      path,
      script: urlOf(client.islandScripts[i]!),
    }));
    const started = [BOOT_SCRIPT, ...client.islandScripts];
    const scriptImports = Object.fromEntries(
      started.map((name) => [urlOf(name), importsOf(name, client.scripts).map(urlOf)]),
    );
    return { project, buildId, bootScript: urlOf(BOOT_SCRIPT), scriptImports, islands, files };
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

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

/** Imports the module that exports `app`. */
// deno-lint-ignore no-explicit-any -- an app of any state is served alike
type LoadApp = () => Promise<{ readonly app: App<any> }>;

/** Serves on loopback, unless `hostname` says otherwise. */
async function serveWithReload(
  load: LoadApp,
  options: Deno.ServeTcpOptions,
): Promise<void> {
  const { app } = await load();
  const handler = app.handler();
  const server = Deno.serve({ hostname: "127.0.0.1", ...options }, (req, info) => {
    const isLive = new URL(req.url).pathname === "/_fresh/live";
    return isLive ? tellBuild() : handler(req, info);
  });
  await server.finished;
}

/** The build's id, and then nothing: when the process ends, browsers ask again. */
function tellBuild(): Response {
  const text = `retry: 200\ndata: ${currentBuild().buildId}\n\n`;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}
