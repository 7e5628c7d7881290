// The catalog that the store derives its figures with: what `data/catalog.json` holds.

/** Runtimes and genres by show. */
export interface StoreCatalog {
  /** SHA-256 of its content: another version derives everything again. */
  readonly version: string;
  readonly shows: readonly CatalogShow[];
  /** Of inferred runtimes, by show: the latest last, which counts. No part of the version. */
  readonly inferences?: readonly (readonly [string, readonly Inference[]])[];
}

/** A runtime that a run inferred, and the inputs that it was inferred from. */
export interface Inference {
  readonly minutes: number;
  readonly sources: readonly string[];
}

/** One show of a catalog; runtimes in minutes. */
export interface CatalogShow {
  readonly show_name: string;
  readonly runtime_minutes: number | null;
  /** Whether the runtime comes from how long the show is watched rather than from a catalog. */
  readonly inferred: boolean;
  readonly genre: string | null;
  /** Runtimes of single episodes. */
  readonly episodes?: Readonly<Record<string, number>>;
}

/** The shows of a catalog by their names; none without a catalog. */
export function catalogByShow(catalog: StoreCatalog | null): ReadonlyMap<string, CatalogShow> {
  return new Map((catalog?.shows ?? []).map((show) => [show.show_name, show]));
}
