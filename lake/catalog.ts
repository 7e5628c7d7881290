// The catalog that the store derives its figures with, as a document of a lake.

import { ConflictError } from "../domain/errors.ts";
import { isPlainObject, parseKeptJson } from "../domain/parse_kept_json.ts";
import type { StoreCatalog } from "../domain/store_catalog.ts";
import { mergeCatalogs, withoutSource } from "./merge_catalogs.ts";
import { getText, type Lake, putText } from "./port.ts";

/** The runtimes and genres that runs were given and inferred. */
export interface Catalog {
  /**
   * Null before any run left one.
   *
   * @throws {DamagedFileError} it is not as it was written
   */
  read(): Promise<StoreCatalog | null>;
  /** Adds what a run knows; tells whether the catalog's version is another one then. */
  merge(run: StoreCatalog): Promise<boolean>;
  /** Lets go of what was inferred from a source; tells the same. */
  forget(source: string): Promise<boolean>;
}

/** Whether the document has its form. */
export function isCatalogWhole(catalog: unknown): boolean {
  return isPlainObject(catalog) && typeof catalog.version === "string" &&
    Array.isArray(catalog.shows) &&
    catalog.shows.every((show) => isPlainObject(show) && typeof show.show_name === "string");
}

const NAME = "catalog.json";
/** Changes by other processes that a change of this one is made anew after. */
const TRIES = 8;

/** Changes of one process come one after the other; those of several are made anew where they meet. */
let latest: Promise<unknown> = Promise.resolve();

/** `catalog.json` of the data folder. */
export class LakeCatalog implements Catalog {
  readonly #lake: Pick<Lake, "get" | "put" | "placeOf">;

  constructor(lake: Pick<Lake, "get" | "put" | "placeOf">) {
    this.#lake = lake;
  }

  async read(): Promise<StoreCatalog | null> {
    return (await this.#read()).catalog;
  }

  merge(run: StoreCatalog): Promise<boolean> {
    return this.#change((before) => mergeCatalogs(before, run));
  }

  forget(source: string): Promise<boolean> {
    return this.#change((before) => before && withoutSource(before, source));
  }

  #change(change: (before: StoreCatalog | null) => StoreCatalog | null): Promise<boolean> {
    const changed = latest.then(async () => {
      for (let tries = 1;; tries++) {
        try {
          return await this.#changeOnce(change);
        } catch (error) {
          if (!(error instanceof ConflictError) || tries === TRIES) throw error;
        }
      }
    });
    latest = changed.catch(() => {}); // whoever asked is told; the next one is not held up
    return changed;
  }

  async #changeOnce(
    change: (before: StoreCatalog | null) => StoreCatalog | null,
  ): Promise<boolean> {
    const { catalog: before, ifVersion } = await this.#read(), after = change(before);
    if (after === null) return false;
    await putText(this.#lake, NAME, JSON.stringify(after) + "\n", { ifVersion });
    return after.version !== before?.version;
  }

  async #read(): Promise<
    { readonly catalog: StoreCatalog | null; readonly ifVersion: string | null }
  > {
    const kept = await getText(this.#lake, NAME);
    if (kept === null) return { catalog: null, ifVersion: null };
    const place = this.#lake.placeOf(NAME);
    return {
      catalog: parseKeptJson(place, kept.text, isCatalogWhole),
      ifVersion: kept.version,
    };
  }
}
