// The store's file as readers see it: opened once it is there, opened again when another file has its name.

import type { StoreQueries, StoreView } from "../port.ts";
import { openQueries, type SqliteQueries } from "./queries.ts";
import { answerLater } from "./readers/answer_later.ts";
import { ReaderPool } from "./readers/reader_pool.ts";
import { asStoreDamage } from "./write/store_damage.ts";

/** How a view is opened. */
export interface StoreViewOptions {
  /** Long questions that are answered at a time, in threads of their own; without any, the asking thread answers all. */
  readonly maxLong?: number;
}

/** Holds the queries that are open. */
export class SqliteStoreView implements StoreView {
  readonly #path: string;
  readonly #readers: ReaderPool | null;
  #here: SqliteQueries | null = null;
  #queries: StoreQueries | null = null;

  constructor(path: string, { maxLong }: StoreViewOptions = {}) {
    this.#path = path;
    this.#readers = maxLong === undefined ? null : new ReaderPool(path, { maxLong });
  }

  get queries(): StoreQueries | null {
    return this.#queries;
  }

  open(): StoreQueries {
    const before = this.#here;
    try {
      this.#here = openQueries(this.#path);
    } catch (error) {
      throw asStoreDamage(this.#path, error);
    }
    before?.close();
    this.#readers?.reopen();
    return this.#queries ??= answerLater(() => this.#opened(), this.#readers);
  }

  readAhead(): void {
    this.#readers?.start();
  }

  close(): void {
    this.#readers?.close();
    this.#here?.close();
    this.#here = this.#queries = null;
  }

  #opened(): SqliteQueries {
    if (this.#here === null) throw new Error("The store is closed");
    return this.#here;
  }
}
