// The tables of what the catalog says of shows: written when a show is first seen, then known by its id.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ShowFacts } from "../../core/store_changes.ts";
import type { Runtimes } from "../../core/store_tables.ts";

/** The facts in `shows`, and the table `episode_runtimes`. */
export class ShowTables {
  readonly #setShow: StatementSync;
  readonly #setEpisode: StatementSync;
  readonly #readFacts: StatementSync;
  readonly #dropEpisodes: StatementSync;
  readonly #readEpisodes: StatementSync;
  readonly #runtimes = new Map<number, Runtimes>();

  constructor(db: DatabaseSync) {
    this.#setShow = db.prepare(
      `UPDATE shows SET genre = ?, runtime_minutes = ?, runtime_inferred = ? WHERE id = ?`,
    );
    this.#readFacts = db.prepare(
      `SELECT genre, runtime_minutes, runtime_inferred FROM shows WHERE id = ?`,
    );
    this.#dropEpisodes = db.prepare(`DELETE FROM episode_runtimes WHERE show_id = ?`);
    this.#setEpisode = db.prepare(`INSERT INTO episode_runtimes VALUES (?, ?, ?)`);
    this.#readEpisodes = db.prepare(
      `SELECT episode_id, minutes FROM episode_runtimes WHERE show_id = ? ORDER BY episode_id`,
    );
  }

  /** What the store has of a show. */
  factsOf(showId: number): ShowFacts {
    const { genre, runtime_minutes, runtime_inferred } = this.#readFacts.get(showId) as {
      readonly genre: string | null;
      readonly runtime_minutes: number | null;
      readonly runtime_inferred: number;
    };
    const episodes = this.#readEpisodes.all(showId) as { episode_id: number; minutes: number }[];
    return {
      ...{ showId, genre, runtime: runtime_minutes, isInferred: runtime_inferred !== 0 },
      episodes: episodes.map(({ episode_id, minutes }) => [episode_id, minutes]),
    };
  }

  /** The runtimes of shows, among others that were asked for before. */
  runtimesOf(shows: Iterable<number>): ReadonlyMap<number, Runtimes> {
    for (const showId of shows) {
      if (!this.#runtimes.has(showId)) this.#runtimes.set(showId, runtimesOf(this.factsOf(showId)));
    }
    return this.#runtimes;
  }

  /** Writes facts in place of what the store has. */
  write(facts: readonly ShowFacts[]): void {
    for (const show of facts) {
      const { showId, genre, runtime, isInferred, episodes } = show;
      this.#setShow.run(genre, runtime, isInferred ? 1 : 0, showId);
      this.#dropEpisodes.run(showId);
      for (const [episodeId, minutes] of episodes) this.#setEpisode.run(showId, episodeId, minutes);
      this.#runtimes.set(showId, runtimesOf(show));
    }
  }

  /** Forgets what a transaction that failed may have written. */
  forget(): void {
    this.#runtimes.clear();
  }
}

/** The runtimes among a show's facts. */
export function runtimesOf({ runtime, episodes }: ShowFacts): Runtimes {
  return { show: runtime, episodes: new Map(episodes) };
}
