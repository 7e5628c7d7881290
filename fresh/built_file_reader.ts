// Reads the files that a build wrote.

import type { BuildSnapshot } from "./build_snapshot.ts";

/** A reader of the files in a folder; packed ones lie beside the others. */
export function builtFileReader(folder: URL): BuildSnapshot["readFile"] {
  return async (path, encoding) => {
    const name = path.slice(1).split("/").map(encodeURIComponent).join("/");
    return await Deno.readFile(new URL(`${name}${encoding ? `.${encoding}` : ""}`, folder));
  };
}
