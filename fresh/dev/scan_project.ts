// Finds a project's routes, islands and static files.

import { join } from "node:path";

/** The folders of a project, as absolute paths. */
export interface ProjectFolders {
  readonly routeDir: string;
  readonly islandDir: string;
  readonly staticDir: string;
}

/** What was found: routes and static files relative to their folders, islands as absolute paths. */
export interface Project {
  readonly routes: readonly string[];
  readonly islands: readonly string[];
  readonly staticFiles: readonly string[];
}

/** Folders that are missing are empty. */
export async function scanProject(folders: ProjectFolders): Promise<Project> {
  const islands = (await listFiles(folders.islandDir)).filter(isScript);
  return {
    routes: (await listFiles(folders.routeDir)).filter(isScript),
    islands: islands.map((path) => join(folders.islandDir, path)),
    staticFiles: (await listFiles(folders.staticDir)).filter((path) => !isHidden(path)),
  };
}

function isScript(path: string): boolean {
  return /\.[jt]sx?$/.test(path) && !/[._]test\.[jt]sx?$/.test(path);
}

/** `.env` and the like are nobody's business; `.well-known` is for everybody (RFC 8615). */
function isHidden(path: string): boolean {
  return path.split("/").some((name) => name.startsWith(".") && name !== ".well-known");
}

/** All files below a folder, sorted, with forward slashes. */
async function listFiles(folder: string, prefix = ""): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      const path = prefix + name;
      if (isFile) files.push(path);
      if (isDirectory) files.push(...await listFiles(join(folder, name), `${path}/`));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files.sort();
}
