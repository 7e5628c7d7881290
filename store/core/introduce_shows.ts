// Writes what the catalog has of shows that are new to the store.

import type { CatalogShow } from "../../domain/store_catalog.ts";
import type { ShowFacts } from "./store_changes.ts";
import { ask, type Numbered, type Steps } from "./store_tables.ts";

/** A show that the catalog has. */
export interface NumberedShow {
  readonly showId: number;
  readonly show: CatalogShow;
}

/** Writes the facts of those of the numbered shows that were made. */
export function* introduceShows(
  names: readonly string[],
  { ids, made }: Numbered,
  catalog: ReadonlyMap<string, CatalogShow>,
): Steps<void> {
  if (made.size === 0 || catalog.size === 0) return;
  const shows: NumberedShow[] = [];
  names.forEach((name, at) => {
    const show = catalog.get(name), showId = ids[at]!;
    if (show !== undefined && made.has(showId)) shows.push({ showId, show });
  });
  if (shows.length > 0) yield* ask("write", { facts: yield* factsOf(shows) });
}

/** What the catalog has of shows, with numbers for the episodes. */
export function* factsOf(shows: readonly NumberedShow[]): Steps<readonly ShowFacts[]> {
  const labels = [...new Set(shows.flatMap(({ show }) => Object.keys(show.episodes ?? {})))];
  const { labels: numbered } = yield* ask("idsOf", { users: [], shows: [], sources: [], labels });
  const labelIds = new Map(labels.map((label, at) => [label, numbered.ids[at]!]));
  return shows.map(({ showId, show }) => ({
    ...{ showId, genre: show.genre, runtime: show.runtime_minutes, isInferred: show.inferred },
    episodes: Object.entries(show.episodes ?? {})
      .map(([label, minutes]) => [labelIds.get(label)!, minutes] as const),
  }));
}
