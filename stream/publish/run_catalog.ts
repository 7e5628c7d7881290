// The catalog that a run leaves for the store: what was given, and the runtimes that the run inferred.

import type { Catalog } from "../../pipeline/transform/catalog.ts";
import type { CatalogShow, Inference, StoreCatalog } from "../../domain/store_catalog.ts";
import { byName, catalogOf } from "../../lake/merge_catalogs.ts";

/**
 * The catalog of a run. `inferred`: minutes by name, for shows that `catalog` has no runtime of; `sources`: the
 * inputs that they come from.
 */
export function runCatalog(
  catalog: Catalog | null,
  inferred: ReadonlyMap<string, number>,
  sources: readonly string[] = [],
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
  const inferences = new Map<string, Inference[]>();
  const shows = [...names].sort().map((name): CatalogShow => {
    const given = runtimes.get(name), own = episodes.get(name), minutes = inferred.get(name);
    const isInferred = given === undefined && minutes !== undefined;
    if (isInferred && sources.length > 0) inferences.set(name, [{ minutes, sources }]);
    return {
      show_name: name,
      runtime_minutes: given ?? minutes ?? null,
      inferred: isInferred,
      genre: catalog?.genreOf(name) ?? null,
      ...own === undefined ? {} : { episodes: Object.fromEntries(own.sort(byName)) },
    };
  });
  return catalogOf(shows, inferences);
}
