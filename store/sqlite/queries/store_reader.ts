// One read-only connection to the store: statements kept, whole answers read within one transaction.

import { DatabaseSync, type StatementSync } from "node:sqlite";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../../domain/scoring.ts";

/** What a statement is given. */
export type Parameter = number | string | null;

interface ArrayStatement extends StatementSync {
  setReturnArrays(enabled: boolean): void;
}

/** Answers kept for one state of the store; more and all are forgotten. */
const MAX_ANSWERS = 512;

/** Reads the store as of one commit at a time. */
export class StoreReader {
  readonly path: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #answers = new Map<string, unknown>();
  #answersSeq = -1;
  #isReading = false;
  #held: { end(): void } | null = null;
  #holders = 0;
  #thresholds: Thresholds | null = null;
  #moved = { seq: -1, views: 0 };
  #catalog = { seq: NaN, version: "" };

  constructor(path: string) {
    this.path = path;
    this.#db = new DatabaseSync(path, { readOnly: true });
    this.#db.exec(
      "PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; PRAGMA mmap_size = 2147418112",
    );
  }

  /** Runs `work` on one unchanging state; calls within it are part of it. */
  read<T>(work: () => T): T {
    if (this.#isReading) return work();
    const begun = this.begin();
    try {
      return work();
    } finally {
      begun.end();
    }
  }

  /** Holds one state open until `end` is called, for reading it piece by piece. */
  begin(): { end(): void } {
    this.#db.exec("BEGIN");
    this.#isReading = true;
    return {
      end: () => {
        this.#isReading = false;
        this.#db.exec("COMMIT");
      },
    };
  }

  /** Begins to hold one state, together with whoever holds one already: theirs. */
  hold(): { readonly seq: number; release(): void } {
    if (this.#holders++ === 0) this.#held = this.begin();
    let isHeld = true;
    const release = () => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#holders > 0) return;
      this.#held?.end();
      this.#held = null;
    };
    return { seq: this.seq(), release };
  }

  /** As {@link read}, and the answer is kept until the next commit. */
  answer<T>(key: string, work: () => T): T {
    return this.read(() => {
      const seq = this.seq();
      if (seq !== this.#answersSeq || this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
      this.#answersSeq = seq;
      if (!this.#answers.has(key)) this.#answers.set(key, work());
      return this.#answers.get(key) as T;
    });
  }

  /** The number of commits. */
  seq(): number {
    return Number(this.first(`SELECT value FROM meta WHERE key = 'seq'`)?.[0] ?? 0);
  }

  /** Views that went from their place: a duplicate of theirs, of another time or show, is kept instead. */
  get moved(): number {
    const seq = this.#isReading ? this.#answersSeq : this.seq();
    if (this.#moved.seq !== seq) {
      const row = this.first(`SELECT value FROM meta WHERE key = 'moved'`);
      this.#moved = { seq, views: Number(row?.[0] ?? 0) };
    }
    return this.#moved.views;
  }

  /** Of the state that is being read; runtimes and genres stay while it does. */
  get catalogVersion(): string {
    if (this.#isReading && this.#catalog.seq !== this.#answersSeq) {
      const row = this.first(`SELECT value FROM meta WHERE key = 'catalog_version'`);
      this.#catalog = { seq: this.#answersSeq, version: String(row?.[0] ?? "") };
    }
    return this.#catalog.version;
  }

  /** Those the store was derived with. */
  get thresholds(): Thresholds {
    if (this.#thresholds === null) {
      const row = this.first(`SELECT value FROM meta WHERE key = 'thresholds'`);
      this.#thresholds = row === undefined ? DEFAULT_THRESHOLDS : JSON.parse(String(row[0]));
    }
    return this.#thresholds!;
  }

  /**
   * All rows as arrays of their columns; integers must lie within 2^53. Texts are as they are stored:
   * names and raw rows go through `storedText` and `readText`.
   */
  rows<Row extends readonly unknown[] = number[]>(sql: string, ...given: Parameter[]): Row[] {
    return this.#prepare(sql).all(...given) as unknown as Row[];
  }

  /** The first row as an array of its columns. */
  first<Row extends readonly unknown[] = readonly unknown[]>(
    sql: string,
    ...given: Parameter[]
  ): Row | undefined {
    return this.#prepare(sql).get(...given) as unknown as Row | undefined;
  }

  /** The steps SQLite takes for a statement. */
  plan(sql: string): string[] {
    const rows = this.#db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    return rows.map((row) => String(row.detail));
  }

  /** Every statement asked for so far. */
  get statements(): readonly string[] {
    return [...this.#statements.keys()];
  }

  close(): void {
    this.#held = null;
    this.#statements.clear();
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      this.#statements.set(sql, statement = this.#db.prepare(sql));
      // Deno has the method, its types do not tell of it.
      (statement as ArrayStatement).setReturnArrays(true);
    }
    return statement;
  }
}
