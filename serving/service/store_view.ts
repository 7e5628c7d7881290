// The store as readers see it: opened once it is there, opened again when another file has its name.

import type { ApiQueries } from "../ports.ts";
import { openQueries, type StoreQueries } from "../../stream/store/queries.ts";

/** Holds the queries that are open. */
export class StoreView {
  readonly #path: string;
  #queries: StoreQueries | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Null until the store is there. */
  get queries(): (StoreQueries & ApiQueries) | null {
    return this.#queries;
  }

  /** Opens the file that has the store's name now. */
  open(): StoreQueries & ApiQueries {
    const before = this.#queries;
    this.#queries = openQueries(this.#path);
    before?.close();
    return this.#queries;
  }

  close(): void {
    this.#queries?.close();
    this.#queries = null;
  }
}
