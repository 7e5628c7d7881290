// What runs leave in the store's catalog, and what of it goes when an import is removed.

import { createHash } from "node:crypto";
import type { CatalogShow, Inference, StoreCatalog } from "../domain/store_catalog.ts";

/** Inferred runtimes of a show that are kept: what it falls back to when imports are removed. */
const KEPT_INFERENCES = 3;

/**
 * The store's catalog after a run: what the run knows of a show takes the place of what was known, but what it
 * inferred gives way to what was given. Shows that are not in the run stay as they are.
 */
export function mergeCatalogs(before: StoreCatalog | null, run: StoreCatalog): StoreCatalog {
  const shows = new Map((before?.shows ?? []).map((show) => [show.show_name, show]));
  const inferences = new Map(before?.inferences), latest = new Map(run.inferences);
  for (const show of run.shows) {
    const name = show.show_name, old = shows.get(name);
    const isGiven = old !== undefined && !old.inferred && old.runtime_minutes !== null;
    shows.set(name, isGiven && show.inferred ? withEpisodes(old, show) : show);
    const mine = latest.get(name);
    if (isGiven && show.inferred || mine === undefined) continue;
    inferences.set(name, joinInferences(old, inferences.get(name), mine));
  }
  return catalogOf(
    [...shows.values()].sort((a, b) => a.show_name < b.show_name ? -1 : 1),
    inferences,
  );
}

/**
 * The catalog once an import is removed: what was inferred from its rows gives way to what was inferred from
 * others before, or to nothing.
 */
export function withoutSource(catalog: StoreCatalog, source: string): StoreCatalog {
  const inferences = new Map(catalog.inferences);
  const shows = catalog.shows.map((show) => {
    const known = inferences.get(show.show_name) ?? [];
    const kept = known.filter(({ sources }) => !sources.includes(source));
    if (kept.length === known.length) return show;
    inferences.set(show.show_name, kept);
    const minutes = kept.at(-1)?.minutes;
    return { ...show, runtime_minutes: minutes ?? null, inferred: minutes !== undefined };
  });
  return catalogOf(shows, inferences);
}

/** What runs inferred of a show, the latest last, once for the same inputs. */
function joinInferences(
  old: CatalogShow | undefined,
  known: readonly Inference[] | undefined,
  latest: readonly Inference[],
): Inference[] {
  // An older catalog did not say what its runtimes come from.
  const unnamed = old?.inferred ? [{ minutes: old.runtime_minutes!, sources: [] }] : [];
  const keys = latest.map(keyOf);
  const others = (known ?? unnamed).filter((one) => !keys.includes(keyOf(one)));
  return [...others, ...latest].slice(-KEPT_INFERENCES);
}

function keyOf({ sources }: Inference): string {
  return sources.join("\n");
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

/** The catalog of these shows; `all`: what was inferred of shows, whether it still counts or not. */
export function catalogOf(
  shows: readonly CatalogShow[],
  all: ReadonlyMap<string, readonly Inference[]>,
): StoreCatalog {
  const version = createHash("sha256").update(JSON.stringify(shows)).digest("hex");
  // A runtime that is given now does not fall back to an inferred one.
  const inferences = shows.flatMap(({ show_name, inferred }) => {
    const known = inferred ? all.get(show_name) : undefined;
    return known === undefined ? [] : [[show_name, known] as const];
  });
  return { version, shows, ...inferences.length === 0 ? {} : { inferences } };
}

/** Orders the entries of an object by their names. */
export function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
