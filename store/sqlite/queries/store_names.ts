// The store's texts by id and ids by text, which do not change within one store file, and runtimes, which change
// with its catalog.

import { readText, storedText } from "../../core/stored_text.ts";
import { EMPTY_LABEL, NO_LABEL } from "../../core/stored_view.ts";
import type { StoreReader } from "./store_reader.ts";

const MAX_USERS = 100_000;

/** What ids stand for; asked within a read. */
export class StoreNames {
  readonly #reader: StoreReader;
  readonly #shows = new Map<number, { readonly name: string; readonly runtime: number | null }>();
  readonly #labels = new Map<number, string | null>([[NO_LABEL, null], [EMPTY_LABEL, ""]]);
  readonly #users = new Map<number, string>();
  readonly #episodeRuntimes = new Map<string, number | null>();
  #catalogVersion = "";

  constructor(reader: StoreReader) {
    this.#reader = reader;
  }

  show(id: number): string {
    return this.#show(id).name;
  }

  /** An episode, device or country; null for a missing one. */
  label(id: number): string | null {
    let name = this.#labels.get(id);
    if (name === undefined) {
      name = this.#read(`SELECT name FROM labels WHERE id = ?`, id);
      this.#labels.set(id, name);
    }
    return name;
  }

  user(id: number): string {
    let name = this.#users.get(id);
    if (name === undefined) {
      if (this.#users.size >= MAX_USERS) this.#users.clear();
      name = this.#read(`SELECT name FROM users WHERE id = ?`, id);
      this.#users.set(id, name);
    }
    return name;
  }

  /** Null when the store has no such text. */
  idOf(table: "shows" | "labels" | "users", name: string): number | null {
    const sql = `SELECT id FROM ${table} WHERE name = ?`;
    return this.#reader.first<[number]>(sql, storedText(name))?.[0] ?? null;
  }

  /** In minutes: the episode's, else the show's; null when unknown. */
  runtime(showId: number, episodeId: number): number | null {
    this.#forgetOlderCatalog();
    const show = this.#show(showId);
    if (episodeId <= NO_LABEL) return show.runtime; // a catalog names its episodes
    const key = `${showId} ${episodeId}`;
    let minutes = this.#episodeRuntimes.get(key);
    if (minutes === undefined) {
      const row = this.#reader.first<[number]>(
        `SELECT minutes FROM episode_runtimes WHERE show_id = ? AND episode_id = ?`,
        showId,
        episodeId,
      );
      this.#episodeRuntimes.set(key, minutes = row?.[0] ?? null);
    }
    return minutes ?? show.runtime;
  }

  #forgetOlderCatalog(): void {
    const { catalogVersion } = this.#reader;
    if (catalogVersion === this.#catalogVersion) return;
    this.#catalogVersion = catalogVersion;
    this.#shows.clear();
    this.#episodeRuntimes.clear();
  }

  #read(sql: string, id: number): string {
    return readText(this.#reader.first<[string]>(sql, id)![0]);
  }

  #show(id: number) {
    let show = this.#shows.get(id);
    if (show === undefined) {
      const sql = `SELECT name, runtime_minutes FROM shows WHERE id = ?`;
      const [name, runtime] = this.#reader.first<[string, number | null]>(sql, id)!;
      this.#shows.set(id, show = { name: readText(name), runtime });
    }
    return show;
  }
}
