// Finds a project's routes, islands and static files.

import { join } from "node:path";
import { parseRouteFile } from "../route_file.ts";

/** The folders of a project, as absolute paths. */
export interface ProjectFolders {
  readonly root: string;
  readonly routeDir: string;
  readonly islandDir: string;
  readonly staticDir: string;
  readonly workerDir: string;
  readonly ignore: readonly RegExp[];
}

/** What was found: routes and static files relative to their folders, scripts as absolute paths. */
export interface Project {
  readonly routes: readonly string[];
  readonly islands: readonly string[];
  readonly workers: readonly string[];
  readonly staticFiles: readonly string[];
}

const SCRIPT = /\.[cm]?[jt]sx?$/;
const TEST = /[._]test\.[cm]?[jt]sx?$/;

/** Folders that are missing are empty. */
export async function scanProject(folders: ProjectFolders): Promise<Project> {
  const isWanted = (path: string) => !folders.ignore.some((pattern) => pattern.test(path));
  const below = async (folder: string) =>
    (await listFiles(folder)).filter((path) => isWanted(join(folder, path)));
  const inRoutes = await below(folders.routeDir);
  const local = inRoutes.filter((path) => path.split("/").includes("(_islands)"));
  const islands = [
    ...(await below(folders.islandDir)).map((path) => join(folders.islandDir, path)),
    ...local.map((path) => join(folders.routeDir, path)),
  ];
  const workers = (await below(folders.workerDir)).map((path) => join(folders.workerDir, path));
  return {
    routes: inRoutes.filter((path) => parseRouteFile(path) !== null),
    islands: islands.filter((path) => SCRIPT.test(path) && !TEST.test(path)),
    workers: workers.filter((path) => SCRIPT.test(path) && !TEST.test(path)),
    staticFiles: await below(folders.staticDir),
  };
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
