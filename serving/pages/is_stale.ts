// Whether the built pages are older than what they are built of.

import { join } from "node:path";

/** What goes into a build; folders count whole. */
const SOURCES = [
  ...["app.ts", "dev.ts", "deno.json", "fresh.config.ts", "client", "components", "domain"],
  ...["fresh", "islands", "routes", "static"],
];

/** True when there is no build, or a source was changed, added or removed after it. */
export function isStale(root: string): boolean {
  const built = infoOf(join(root, "_fresh", "server.js"));
  if (built === null) return true;
  return SOURCES.some((source) => isNewer(join(root, source), changedMs(built)));
}

/** A folder's own time tells of files that came and went. Not asynchronous: that takes ten times as long. */
function isNewer(path: string, thanMs: number): boolean {
  const info = infoOf(path);
  if (info === null) return false;
  if (changedMs(info) > thanMs) return true;
  if (!info.isDirectory) return false;
  for (const { name } of Deno.readDirSync(path)) {
    if (isNewer(join(path, name), thanMs)) return true;
  }
  return false;
}

function infoOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function changedMs({ mtime }: Deno.FileInfo): number {
  return mtime?.getTime() ?? 0;
}
