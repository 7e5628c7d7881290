// Lists the Parquet files of the output folder.

import { join } from "node:path";
import type { FileAnswer } from "../../../domain/service_answers.ts";

const MAX_FILES = 10_000;

/** The files by path, those of folders too; links are left out, as they may lead anywhere. */
export async function listFiles(folder: string): Promise<readonly FileAnswer[]> {
  const files: FileAnswer[] = [];
  await addFiles(folder, "", files);
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

async function addFiles(folder: string, prefix: string, files: FileAnswer[]): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (files.length >= MAX_FILES) return;
    if (entry.name.startsWith(".")) continue; // folders of runs that are under way
    const path = prefix + entry.name;
    if (entry.isDirectory) await addFiles(join(folder, entry.name), `${path}/`, files);
    else if (entry.isFile && entry.name.endsWith(".parquet")) {
      const info = await statOrNull(join(folder, entry.name));
      if (info !== null) files.push(describeFile(path, info));
    }
  }
}

function describeFile(path: string, { size, mtime }: Deno.FileInfo): FileAnswer {
  return {
    path,
    bytes: size,
    modified_at: (mtime ?? new Date(0)).toISOString(),
    href: "/api/files/" + path.split("/").map(encodeURIComponent).join("/"),
  };
}

async function entriesOf(folder: string): Promise<readonly Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return []; // no run has written anything yet
    throw error;
  }
}

async function statOrNull(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null; // replaced in between
    throw error;
  }
}
