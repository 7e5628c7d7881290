// The store as readers see it: opened once it is there, opened again when another file has its name.

import { openQueries, type SqliteQueries } from "../../store/sqlite/queries.ts";
import type { ApiQueries } from "../ports.ts";
import { readBeside } from "./store_readers/read_beside.ts";
import type { ReaderPool } from "./store_readers/reader_pool.ts";

/** Holds the queries that are open. */
export class StoreView {
  readonly #path: string;
  readonly #readers: ReaderPool | null;
  #here: SqliteQueries | null = null;
  #queries: ApiQueries | null = null;

  /** Without readers this thread answers everything. */
  constructor(path: string, readers: ReaderPool | null = null) {
    this.#path = path;
    this.#readers = readers;
  }

  /** Null until the store is there. */
  get queries(): ApiQueries | null {
    return this.#queries;
  }

  /** The same in this thread, for what must be of one commit together and takes moments. */
  get here(): SqliteQueries | null {
    return this.#here;
  }

  /** Opens the file that has the store's name now. */
  open(): SqliteQueries {
    const before = this.#here;
    const here = this.#here = openQueries(this.#path);
    this.#queries = this.#readers === null ? here : readBeside(here, this.#readers);
    before?.close();
    this.#readers?.reopen();
    return here;
  }

  close(): void {
    this.#readers?.close();
    this.#here?.close();
    this.#here = this.#queries = null;
  }
}
