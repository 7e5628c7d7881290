// The store as readers see it: opened once it is there, opened again when another file has its name.

import type { ApiQueries } from "../ports.ts";
import { openQueries, type StoreQueries } from "../../stream/store/queries.ts";

/** Steps of reading ahead leave the thread to others for as long. */
const WARM_EVERY_MS = 25;

/** Holds the queries that are open. */
export class StoreView {
  readonly #path: string;
  #queries: StoreQueries | null = null;
  #warming: ReturnType<typeof setTimeout> | undefined;

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
    const queries = this.#queries = openQueries(this.#path);
    before?.close();
    this.#warm(queries.warm());
    return queries;
  }

  close(): void {
    clearTimeout(this.#warming);
    this.#queries?.close();
    this.#queries = null;
  }

  #warm(steps: Iterator<void>): void {
    clearTimeout(this.#warming);
    this.#warming = setTimeout(() => {
      try {
        if (!steps.next().done) this.#warm(steps);
      } catch {
        // What could not be read ahead is read, and complained of, when it is asked for.
      }
    }, WARM_EVERY_MS);
  }
}
