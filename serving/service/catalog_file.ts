// The store's catalog as a file of the data folder, `catalog.json`: its changes come one after the other.

import { join } from "node:path";
import { replaceText } from "../../lake/disk/replace_file.ts";
import type { StoreCatalog } from "../../store/core/store_catalog.ts";
import { readStoreCatalog } from "../../store/open_store.ts";

let latest: Promise<unknown> = Promise.resolve();

/** Changes the catalog that a data folder has; null stays null. Tells whether its version is another one then. */
export function updateCatalogFile(
  dataPath: string,
  change: (before: StoreCatalog | null) => StoreCatalog | null,
): Promise<boolean> {
  const changed = latest.then(async () => {
    const before = readStoreCatalog(dataPath), after = change(before);
    if (after === null) return false;
    await replaceText(join(dataPath, "catalog.json"), JSON.stringify(after) + "\n");
    return after.version !== before?.version;
  });
  latest = changed.catch(() => {}); // whoever asked is told; the next one is not held up
  return changed;
}
