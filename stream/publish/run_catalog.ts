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
  return catalogOf(shows);
}

/**
 * The store's catalog after a run: what the run knows of a show takes the place of what was known, but what it
 * inferred gives way to what was given. Shows that are not in the run stay as they are.
 */
export function mergeCatalogs(before: StoreCatalog | null, run: StoreCatalog): StoreCatalog {
  const shows = new Map((before?.shows ?? []).map((show) => [show.show_name, show]));
  for (const show of run.shows) {
    const old = shows.get(show.show_name);
    const isGiven = old !== undefined && !old.inferred && old.runtime_minutes !== null;
    shows.set(show.show_name, isGiven && show.inferred ? withEpisodes(old, show) : show);
  }
  return catalogOf([...shows.values()].sort((a, b) => a.show_name < b.show_name ? -1 : 1));
}

/** The old show, with the single episodes that the run was given. */
function withEpisodes(old: CatalogShow, { episodes, genre }: CatalogShow): CatalogShow {
  const all = Object.entries({ ...old.episodes, ...episodes });
  return {
    ...old,
    genre: genre ?? old.genre,
    ...all.length === 0 ? {} : { episodes: Object.fromEntries(all.sort(byName)) },
  };
}

function catalogOf(shows: readonly CatalogShow[]): StoreCatalog {
  const version = createHash("sha256").update(JSON.stringify(shows)).digest("hex");
  return { version, shows };
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
