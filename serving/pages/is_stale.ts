// Whether the built pages are older than what they are built of.

import { join } from "node:path";

/** What goes into a build; folders count whole. */
const SOURCES = [
  ...["app.ts", "dev.ts", "deno.json", "fresh.config.ts", "client", "components", "domain"],
  ...["fresh", "islands", "routes", "static"],
];

/** True when there is no build, or a source was changed, added or removed after it. */
export async function isStale(root: string): Promise<boolean> {
  const built = await changedMs(join(root, "_fresh", "server.js"));
  if (built === null) return true;
  for (const source of SOURCES) {
    if (await newestMs(join(root, source)) > built) return true;
  }
  return false;
}

/** A folder's own time tells of files that came and went. */
async function newestMs(path: string): Promise<number> {
  let newest = await changedMs(path) ?? 0;
  const info = await Deno.stat(path).catch(() => null);
  if (info === null || !info.isDirectory) return newest;
  for await (const { name } of Deno.readDir(path)) {
    newest = Math.max(newest, await newestMs(join(path, name)));
  }
  return newest;
}

async function changedMs(path: string): Promise<number | null> {
  try {
    return (await Deno.stat(path)).mtime?.getTime() ?? null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
