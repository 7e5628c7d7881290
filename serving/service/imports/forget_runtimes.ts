// Lets go of the runtimes that were inferred from an import which is removed: they are figures of its rows too.

import { updateCatalogFile } from "../catalog_file.ts";
import { withoutSource } from "../../../stream/publish/run_catalog.ts";

/** Changes the data folder's catalog; tells whether the store must derive its figures anew. */
export function forgetRuntimes(dataPath: string, source: string): Promise<boolean> {
  return updateCatalogFile(dataPath, (before) => before && withoutSource(before, source));
}
