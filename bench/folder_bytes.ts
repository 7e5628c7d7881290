// How much a folder holds.

/** Bytes of all files below it. */
export async function folderBytes(path: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    const entry = `${path}/${name}`;
    bytes += isDirectory ? await folderBytes(entry) : (await Deno.stat(entry)).size;
  }
  return bytes;
}
