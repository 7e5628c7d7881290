// The catalog that a run leaves for the store: what was given, and the runtimes that the run inferred.

import { createHash } from "node:crypto";
import type { Catalog } from "../../pipeline/transform/catalog.ts";
import type { CatalogShow, StoreCatalog } from "../store/store_catalog.ts";

/** The catalog of a run. `inferred`: minutes by name, for shows that `catalog` has no runtime of. */
export function runCatalog(
  catalog: Catalog | null,
  inferred: ReadonlyMap<string, number>,
): StoreCatalog {
  const episodes = new Map<string, [string, number][]>();
  const runtimes = new Map<string, number>();
  for (const { showName, episode, runtimeMinutes } of catalog?.entries ?? []) {
    if (episode === null) runtimes.set(showName, runtimeMinutes);
    else {
      const list = episodes.get(showName) ?? [];
      list.push([episode, runtimeMinutes]);
      episodes.set(showName, list);
    }
  }
  const names = new Set([...runtimes.keys(), ...episodes.keys(), ...inferred.keys()]);
  const shows = [...names].sort().map((name): CatalogShow => {
    const given = runtimes.get(name), own = episodes.get(name);
    return {
      show_name: name,
      runtime_minutes: given ?? inferred.get(name) ?? null,
      inferred: given === undefined && inferred.has(name),
      genre: catalog?.genreOf(name) ?? null,
      ...own === undefined ? {} : { episodes: Object.fromEntries(own.sort(byName)) },
    };
  });
  const version = createHash("sha256").update(JSON.stringify(shows)).digest("hex");
  return { version, shows };
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
