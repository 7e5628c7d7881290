// Runs one INSERT for many rows at once: a call of SQLite costs about as much as writing a row.

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";

/** Rows that go in with one call; what is left goes in with the smaller ones. */
const ROWS_AT_ONCE = [16, 4, 1] as const;
const MOST_ROWS = ROWS_AT_ONCE[0];

/** An INSERT with a fixed number of columns, within the caller's transaction. */
export class RowStatement {
  readonly #columns: number;
  readonly #statements: readonly { readonly rows: number; readonly statement: StatementSync }[];
  #values: SQLInputValue[] = [];

  /**
   * `into` is a table, or a table with the names of its columns; `then` what follows the values. A row
   * that breaks a constraint ends the statement but takes nothing back (`OR FAIL`): the caller's transaction
   * does, and SQLite need not keep the pages that the statement changes.
   */
  constructor(
    db: DatabaseSync,
    { into, columns, then = "" }: {
      readonly into: string;
      readonly columns: number;
      readonly then?: string;
    },
  ) {
    this.#columns = columns;
    const row = `(${Array(columns).fill("?").join(", ")})`;
    this.#statements = ROWS_AT_ONCE.map((rows) => ({
      rows,
      statement: db.prepare(
        `INSERT OR FAIL INTO ${into} VALUES ${Array(rows).fill(row).join(", ")} ${then}`,
      ),
    }));
  }

  /** Adds a row, which is written by the next {@link flush} at the latest. */
  add(row: readonly SQLInputValue[]): void {
    for (const value of row) this.#values.push(value);
    if (this.#values.length < MOST_ROWS * this.#columns) return;
    const values = this.#values;
    this.#values = [];
    this.#statements[0].statement.run(...values);
  }

  /** Writes all rows. */
  flush(): void {
    const values = this.#values;
    this.#values = [];
    let at = 0;
    for (const { rows, statement } of this.#statements) {
      for (const size = rows * this.#columns; values.length - at >= size; at += size) {
        statement.run(...values.slice(at, at + size));
      }
    }
  }

  /** Forgets the rows that are not written yet. */
  clear(): void {
    this.#values = [];
  }
}
