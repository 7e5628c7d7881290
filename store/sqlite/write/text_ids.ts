// Numbers the texts of a table: names in, ids out, most of them from memory.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Numbered } from "../../core/store_tables.ts";
import { readText, storedText } from "../../core/stored_text.ts";

/** Texts kept in memory; more and all are forgotten, to be read again. */
const MAX_CACHED = 1 << 20;

/** The ids of one table's names. */
export class TextIds {
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #read: StatementSync;
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();

  constructor(db: DatabaseSync, table: "users" | "shows" | "labels" | "sources") {
    this.#find = db.prepare(`SELECT id FROM ${table} WHERE name = ?`);
    this.#insert = db.prepare(`INSERT INTO ${table}(name) VALUES (?)`);
    this.#read = db.prepare(`SELECT name FROM ${table} WHERE id = ?`);
  }

  /** The ids of names, made where there are none. */
  idsOf(names: readonly string[]): Numbered {
    const made = new Set<number>();
    const ids = names.map((name) => this.#ids.get(name) ?? this.#readOrMake(name, made));
    return { ids, made };
  }

  /** The name of an id that is there. */
  nameOf(id: number): string {
    const cached = this.#names.get(id);
    if (cached !== undefined) return cached;
    const name = readText((this.#read.get(id) as { name: string }).name);
    this.#keep(name, id);
    return name;
  }

  /** Forgets what a transaction that failed may have made. */
  forget(): void {
    this.#ids.clear();
    this.#names.clear();
  }

  #readOrMake(name: string, made: Set<number>): number {
    const row = this.#find.get(storedText(name)) as { id: number } | undefined;
    const id = row?.id ?? Number(this.#insert.run(storedText(name)).lastInsertRowid);
    if (row === undefined) made.add(id);
    this.#keep(name, id);
    return id;
  }

  #keep(name: string, id: number): void {
    if (this.#ids.size >= MAX_CACHED) this.forget();
    this.#ids.set(name, id);
    this.#names.set(id, name);
  }
}
