// Rows that were read for the table, in windows; the ones that were not seen for long are forgotten.

import type { RowWindow } from "../parquet/questions/questions.ts";
import type { Explorer } from "./explorer.ts";

const WINDOW_ROWS = 100;
const KEPT_WINDOWS = 60;

/** A row as the table shows it. */
export interface ShownRow {
  /** Counted within the file. */
  readonly place: number;
  readonly cells: readonly (string | null)[];
  /** Columns whose cells say why they cannot be read. */
  readonly unreadable: readonly string[];
}

/** Of one selection; `onRows` is called when some have come. */
export class RowWindows {
  readonly #explorer: Explorer;
  readonly #onRows: () => void;
  readonly #windows = new Map<number, RowWindow | null>();

  constructor(explorer: Explorer, onRows: () => void) {
    this.#explorer = explorer;
    this.#onRows = onRows;
  }

  /** The row, or undefined while it is read. */
  row(row: number): ShownRow | undefined {
    const at = Math.floor(row / WINDOW_ROWS), window = this.#windows.get(at);
    if (window === undefined) void this.#read(at);
    if (!window) return undefined;
    const i = row - window.from, place = window.places[i];
    if (place === undefined) return undefined;
    const { unreadable } = window;
    return { place, unreadable, cells: window.cells.map((column) => column[i] ?? null) };
  }

  async #read(at: number): Promise<void> {
    this.#windows.set(at, null);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= KEPT_WINDOWS) break;
      this.#windows.delete(oldest);
    }
    try {
      const from = at * WINDOW_ROWS;
      const window = await this.#explorer.ask("rows", { from, to: from + WINDOW_ROWS });
      this.#windows.set(at, window);
      this.#onRows();
    } catch (error) {
      this.#explorer.report(error);
    }
  }
}
