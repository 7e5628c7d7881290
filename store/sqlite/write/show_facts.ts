// What the catalog says of a show: written when the show is first seen, then known by its id.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CatalogShow, StoreCatalog } from "../../core/store_catalog.ts";
import type { TextIds } from "./text_ids.ts";

interface Runtimes {
  readonly show: number | null;
  readonly episodes: ReadonlyMap<number, number>;
}

/** Runtimes of shows and their episodes, in minutes. */
export class ShowFacts {
  readonly #labels: TextIds;
  readonly #byName: ReadonlyMap<string, CatalogShow>;
  readonly #setShow: StatementSync;
  readonly #readShow: StatementSync;
  readonly #setEpisode: StatementSync;
  readonly #readFacts: StatementSync;
  readonly #dropEpisodes: StatementSync;
  readonly #readEpisodes: StatementSync;
  readonly #runtimes = new Map<number, Runtimes>();

  constructor(db: DatabaseSync, labels: TextIds, catalog: StoreCatalog | null) {
    this.#labels = labels;
    this.#byName = new Map((catalog?.shows ?? []).map((show) => [show.show_name, show]));
    this.#setShow = db.prepare(
      `UPDATE shows SET genre = ?, runtime_minutes = ?, runtime_inferred = ? WHERE id = ?`,
    );
    this.#readShow = db.prepare(`SELECT runtime_minutes FROM shows WHERE id = ?`);
    this.#readFacts = db.prepare(
      `SELECT genre, runtime_minutes, runtime_inferred FROM shows WHERE id = ?`,
    );
    this.#dropEpisodes = db.prepare(`DELETE FROM episode_runtimes WHERE show_id = ?`);
    this.#setEpisode = db.prepare(`INSERT INTO episode_runtimes VALUES (?, ?, ?)`);
    this.#readEpisodes = db.prepare(
      `SELECT episode_id, minutes FROM episode_runtimes WHERE show_id = ?`,
    );
  }

  /** Writes what the catalog has of a show that is new to the store. */
  introduce(showId: number, name: string): void {
    const facts = this.#byName.get(name);
    if (facts === undefined) return;
    this.#setShow.run(facts.genre, facts.runtime_minutes, facts.inferred ? 1 : 0, showId);
    for (const [episode, minutes] of Object.entries(facts.episodes ?? {})) {
      this.#setEpisode.run(showId, this.#labels.idOf(episode).id, minutes);
    }
    this.#runtimes.delete(showId);
  }

  /** Whether the store has anything else of a show than the catalog. */
  differs(showId: number, name: string): boolean {
    const facts = this.#byName.get(name);
    const { genre, runtime_minutes, runtime_inferred } = this.#readFacts.get(showId) as {
      readonly genre: string | null;
      readonly runtime_minutes: number | null;
      readonly runtime_inferred: number;
    };
    if (
      genre !== (facts?.genre ?? null) || runtime_minutes !== (facts?.runtime_minutes ?? null) ||
      (runtime_inferred !== 0) !== (facts?.inferred ?? false)
    ) return true;
    const wanted = Object.entries(facts?.episodes ?? {});
    const { episodes } = this.#read(showId);
    return episodes.size !== wanted.length ||
      wanted.some(([episode, minutes]) => episodes.get(this.#labels.idOf(episode).id) !== minutes);
  }

  /** Writes what the catalog has of a show in place of what the store has. */
  replace(showId: number, name: string): void {
    this.#setShow.run(null, null, 0, showId);
    this.#dropEpisodes.run(showId);
    this.introduce(showId, name);
    this.#runtimes.delete(showId);
  }

  /** A view's runtime: its episode's, else its show's, null when neither is known. */
  runtimeOf(showId: number, episodeId: number): number | null {
    let runtimes = this.#runtimes.get(showId);
    if (runtimes === undefined) this.#runtimes.set(showId, runtimes = this.#read(showId));
    return runtimes.episodes.get(episodeId) ?? runtimes.show;
  }

  /** Forgets what a transaction that failed may have written. */
  forget(): void {
    this.#runtimes.clear();
  }

  #read(showId: number): Runtimes {
    const { runtime_minutes } = this.#readShow.get(showId) as { runtime_minutes: number | null };
    const episodes = this.#readEpisodes.all(showId) as { episode_id: number; minutes: number }[];
    return {
      show: runtime_minutes,
      episodes: new Map(episodes.map(({ episode_id, minutes }) => [episode_id, minutes])),
    };
  }
}
