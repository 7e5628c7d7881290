// Views of the store in the order in which they happened, piece by piece.

import type { View } from "../../../domain/view.ts";
import type { HistoryPiece, StoreHistory } from "../../port.ts";
import { enrichedView, VIEW_COLUMNS, type ViewRow } from "./stored_rows.ts";
import { StoreNames } from "./store_names.ts";
import { StoreReader } from "./store_reader.ts";

/** Reads over a connection of its own; it never writes. */
export class HistoryReader implements StoreHistory {
  readonly #reader: StoreReader;
  readonly #names: StoreNames;

  constructor(path: string) {
    this.#reader = new StoreReader(path);
    this.#names = new StoreNames(this.#reader);
  }

  read(piece: Parameters<StoreHistory["read"]>[0]): Promise<HistoryPiece> {
    return Promise.try(() => this.#read(piece));
  }

  #read({ fromMs, toMs, limit }: Parameters<StoreHistory["read"]>[0]): HistoryPiece {
    const rows = this.#reader.rows<ViewRow>(
      `SELECT ${VIEW_COLUMNS} FROM views INDEXED BY views_by_start
        WHERE start_ms >= ? AND start_ms < ? ORDER BY start_ms LIMIT ?`,
      ...[fromMs, toMs, limit],
    );
    if (rows.length < limit) return { views: this.#viewsOf(rows), untilMs: toMs };
    const untilMs = rows.at(-1)![1];
    if (rows[0]![1] === untilMs) return this.#read({ fromMs, toMs, limit: limit * 4 });
    return { views: this.#viewsOf(rows.filter(([, startMs]) => startMs < untilMs)), untilMs };
  }

  [Symbol.dispose](): void {
    this.#reader.close();
  }

  #viewsOf(rows: readonly ViewRow[]): View[] {
    return rows.map((row) => enrichedView({ reader: this.#reader, names: this.#names }, row));
  }
}
