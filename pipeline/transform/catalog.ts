// The catalog: how long shows and episodes run, and their genres.

/** One line of a catalog. */
export interface CatalogEntry {
  readonly showName: string;
  /** Null when the line holds for all episodes of the show that have no line of their own. */
  readonly episode: string | null;
  readonly runtimeMinutes: number;
  readonly genre: string | null;
}

/** What a catalog file says, ready to be asked. Names compare exactly, as rows have them after trimming. */
export class Catalog {
  /** One entry for each show and episode. */
  readonly entries: readonly CatalogEntry[];
  /** SHA-256 of the file it came from, in hexadecimal. */
  readonly sha256: string;
  readonly #shows = new Map<string, Map<string | null, CatalogEntry>>();

  constructor(entries: readonly CatalogEntry[], sha256: string) {
    this.entries = entries;
    this.sha256 = sha256;
    for (const entry of entries) {
      const show = this.#shows.get(entry.showName) ?? new Map<string | null, CatalogEntry>();
      this.#shows.set(entry.showName, show.set(entry.episode, entry));
    }
  }

  /** Minutes: the episode's own runtime, else that of the show as a whole, else null. */
  runtimeOf(showName: string, episode: string | null): number | null {
    const show = this.#shows.get(showName);
    return (show?.get(episode) ?? show?.get(null))?.runtimeMinutes ?? null;
  }

  /** The show's own genre, else the first that one of its episodes has, else null. */
  genreOf(showName: string): string | null {
    const show = this.#shows.get(showName);
    if (show === undefined) return null;
    const ofShow = show.get(null)?.genre ?? null;
    return ofShow ?? [...show.values()].find(({ genre }) => genre !== null)?.genre ?? null;
  }
}
