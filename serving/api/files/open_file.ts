// Opens a Parquet file of the output folder by the path a client gave, and none outside of that folder.

import { join, sep } from "node:path";

/** A file that is open, and what it is. */
export interface OpenedFile {
  readonly file: Deno.FsFile;
  readonly info: Deno.FileInfo;
}

/** `encoded`: as it stands in the address. Null when there is no such file, or it is not ours to give. */
export async function openFile(folder: string, encoded: string): Promise<OpenedFile | null> {
  const parts = decodeParts(encoded);
  if (parts === null) return null;
  let file: Deno.FsFile | null = null;
  try {
    const root = await Deno.realPath(folder);
    const path = await Deno.realPath(join(root, ...parts));
    if (!path.startsWith(root + sep) || !path.endsWith(".parquet")) return null; // a link led away
    file = await Deno.open(path);
    const info = await file.stat();
    if (info.isFile) return { file, info };
    file.close();
    return null;
  } catch (error) {
    file?.close();
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** The path's parts, or null when one of them could lead out or to what is hidden. */
function decodeParts(encoded: string): readonly string[] | null {
  let parts: string[];
  try {
    parts = encoded.split("/").map(decodeURIComponent);
  } catch {
    return null; // not percent-encoded
  }
  const isPlain = (part: string) => part !== "" && !part.startsWith(".") && !/[/\\\0]/.test(part);
  return parts.every(isPlain) && parts.at(-1)!.endsWith(".parquet") ? parts : null;
}

function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.FilesystemLoop || error instanceof Deno.errors.IsADirectory ||
    error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.InvalidData ||
    error instanceof Error && /ENAMETOOLONG|name too long/i.test(error.message);
}
