// The tables of the texts that views and sums refer to by their ids.

import type { DatabaseSync } from "node:sqlite";
import type { StoredNames } from "../../core/stored_names.ts";
import type { Numbered, Texts } from "../../core/store_tables.ts";
import { EMPTY_LABEL, NO_LABEL } from "../../core/stored_view.ts";
import { TextIds } from "./text_ids.ts";

/** The names in `users`, `shows`, `labels` and `sources`. */
export class TextTables implements StoredNames {
  readonly #users: TextIds;
  readonly #shows: TextIds;
  readonly #labels: TextIds;
  readonly #sources: TextIds;

  constructor(db: DatabaseSync) {
    this.#users = new TextIds(db, "users");
    this.#shows = new TextIds(db, "shows");
    this.#labels = new TextIds(db, "labels");
    this.#sources = new TextIds(db, "sources");
  }

  idsOf({ users, shows, labels, sources }: Texts): { readonly [kind in keyof Texts]: Numbered } {
    return {
      users: this.#users.idsOf(users),
      shows: this.#shows.idsOf(shows),
      labels: this.#labels.idsOf(labels),
      sources: this.#sources.idsOf(sources),
    };
  }

  showOf(id: number): string {
    return this.#shows.nameOf(id);
  }

  labelOf(id: number): string | null {
    if (id === NO_LABEL) return null;
    return id === EMPTY_LABEL ? "" : this.#labels.nameOf(id);
  }

  /** Takes back what a transaction that failed left in memory. */
  forget(): void {
    for (const ids of [this.#users, this.#shows, this.#labels, this.#sources]) ids.forget();
  }
}
