// Answers the page's questions about one open file.

import { openBlob, openUrl } from "../file/byte_source.ts";
import { cellText, compareKeys, isSimple, type Key, toJson } from "../values/cell.ts";
import { groupRows } from "./group_rows.ts";
import { ParquetTable } from "../file/parquet_table.ts";
import { profileColumn } from "./profile_column.ts";
import type { QuestionName, Questions } from "./questions.ts";
import { selectRows } from "./select_rows.ts";
import { forEachPart, type Pace, readCells, rowsOf, type Selection } from "./selection.ts";
import { writeRows } from "../export/write_rows.ts";
import { keyReaderOf } from "../values/column_keys.ts";

/** Longer texts are cut in the table; a row that stands open shows them whole. */
const MAX_CELL = 200;

/** The file that is open, and which of its rows are shown. */
export class OpenFile {
  #table: ParquetTable | null = null;
  #selection: Selection = { rows: null, count: 0, groupsRead: 0, groupsSkipped: 0 };

  /** How much of the file was read; null before there is one. */
  get readBytes(): { readonly readBytes: number; readonly sizeBytes: number } | null {
    const source = this.#table?.source;
    return source ? { readBytes: source.readBytes(), sizeBytes: source.byteLength } : null;
  }

  /** @throws {Error} told in words; an AbortError when `pace` was stopped */
  async answer<Name extends QuestionName>(
    name: Name,
    given: Questions[Name]["given"],
    pace: Pace,
  ): Promise<Questions[Name]["answer"]> {
    const answers: { [N in QuestionName]: (g: Questions[N]["given"]) => Promise<unknown> } = {
      open: ({ file }) => this.#open(file),
      look: (view) => this.#look(view, pace),
      rows: ({ from, to }) => this.#rows(from, to, pace),
      row: ({ place }) => this.#row(place),
      profile: ({ column }) => profileColumn(this.#opened, this.#selection, { column, pace }),
      group: (by) => groupRows(this.#opened, this.#selection, { ...by, pace }),
      save: (how) => writeRows(this.#opened, this.#selection, { ...how, pace }),
    };
    return await answers[name](given) as Questions[Name]["answer"];
  }

  get #opened(): ParquetTable {
    if (this.#table === null) throw new Error("No file is open.");
    return this.#table;
  }

  async #open(file: string | Blob) {
    const source = typeof file === "string" ? await openUrl(file) : openBlob(file);
    this.#table = await ParquetTable.open(source);
    const { shape } = this.#table;
    this.#selection = { rows: null, count: shape.rows, groupsRead: 0, groupsSkipped: 0 };
    return shape;
  }

  async #look({ where, sort }: Questions["look"]["given"], pace: Pace) {
    const table = this.#opened, started = performance.now();
    let selection = await selectRows(table, where, pace);
    if (sort !== null) selection = await sortRows(table, selection, { ...sort, pace });
    pace.signal.throwIfAborted();
    this.#selection = selection;
    const { rows: _, ...told } = selection;
    return { ...told, tookMs: performance.now() - started };
  }

  async #rows(from: number, to: number, { onProgress }: Pace) {
    const places = rowsOf(this.#selection, from, to);
    const { cells, unreadable } = await this.#cells(places, shownText, onProgress);
    return { from, places: Array.from(places), cells, unreadable };
  }

  async #row(place: number) {
    const { rows } = this.#opened.shape;
    if (place >= rows) throw new Error(`This file has no row ${place + 1}: it has ${rows}.`);
    const { cells } = await this.#cells([place], wholeText);
    return cells.map(([text = null]) => text);
  }

  /** All columns of some rows as texts. A column that cannot be read says why in its cells; the others stay. */
  async #cells(
    places: ArrayLike<number>,
    textOf: (value: unknown) => string | null,
    onProgress?: Pace["onProgress"],
  ) {
    const names = this.#opened.shape.columns.map(({ name }) => name);
    const found = await Promise.allSettled(
      names.map((name) => readCells(this.#opened, places, [name], onProgress)),
    );
    const refused = found.filter((column) => column.status === "rejected");
    if (refused.length === found.length && refused.length > 0) throw refused[0]!.reason;
    const cells = found.map((column) =>
      column.status === "fulfilled"
        ? column.value[0]!.map(textOf)
        : Array.from(places, () => (column.reason as Error).message)
    );
    const unreadable = names.filter((_, i) => found[i]!.status === "rejected");
    return { cells, unreadable };
  }
}

function wholeText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return isSimple(value) ? cellText(value) : toJson(value, 2);
}

function shownText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = cellText(value);
  return text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL)}…`;
}

/** @throws {Error} the column is not there or cannot be read */
export async function sortRows(
  table: ParquetTable,
  selection: Selection,
  { column, isDescending, pace }: {
    readonly column: string;
    readonly isDescending: boolean;
    readonly pace: Pace;
  },
): Promise<Selection> {
  const { form, tell } = table.stored(column), read = keyReaderOf(form, tell);
  const rows = new Uint32Array(selection.count), codes = new Uint32Array(selection.count);
  // Values are numbered as they are met; then only the different ones need comparing.
  const codeOf = new Map<Key, number>();
  const groups = new Set<number>();
  let filled = 0;
  await forEachPart(table, { selection, columns: [column], pace }, ([values], at, part) => {
    groups.add(part.group);
    const count = at?.length ?? part.rowEnd - part.rowStart;
    for (let i = 0; i < count; i++) {
      const place = at === null ? i : at[i]!;
      const key = read(values![place]);
      let code = codeOf.get(key);
      if (code === undefined) codeOf.set(key, code = codeOf.size);
      rows[filled] = part.rowStart + place;
      codes[filled++] = code;
    }
  });
  const sorted = countingSort(rows, codes, rankCodes([...codeOf.keys()], isDescending));
  return { ...selection, rows: sorted, groupsRead: Math.max(selection.groupsRead, groups.size) };
}

/** The place of each code among the sorted keys. */
function rankCodes(keys: readonly Key[], isDescending: boolean): Uint32Array {
  const isLast = (key: Key) => key === null || Number.isNaN(key);
  const order = Uint32Array.from(keys, (_, code) => code).sort((a, b) => {
    const left = keys[a]!, right = keys[b]!;
    const flips = isDescending && !isLast(left) && !isLast(right);
    return flips ? compareKeys(right, left) : compareKeys(left, right);
  });
  const ranks = new Uint32Array(keys.length);
  order.forEach((code, rank) => ranks[code] = rank);
  return ranks;
}

function countingSort(rows: Uint32Array, codes: Uint32Array, ranks: Uint32Array): Uint32Array {
  const starts = new Uint32Array(ranks.length + 1);
  for (const code of codes) starts[ranks[code]! + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[starts[ranks[codes[i]!]!]!++] = rows[i]!;
  return sorted;
}
