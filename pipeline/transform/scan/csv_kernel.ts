// The scanner of CSV and NDJSON as a WebAssembly kernel, with its dictionaries: this side of it.

import { epochDay, parseInstant } from "../../../domain/instant.ts";
import type { CsvMarks } from "../csv_form.ts";
import type { DateBounds } from "../validate_fields.ts";
import type { BlockWindow, WindowRange } from "./block_window.ts";
import { isUtf8 } from "./is_utf8.ts";
import { KernelDictionary } from "./kernel_dictionary.ts";
import { address, type KernelExports } from "./kernel_exports.ts";
import { KERNEL_WASM } from "./kernel_wasm.ts";
import { SCAN_SLACK } from "./scan_csv.ts";
import type { TextDictionary } from "./text_interner.ts";
import { COLUMN_LIMITS, TEXT_COLUMNS, type ViewChunk } from "./view_columns.ts";

/** Why the kernel stopped; the numbers are those of kernel/scan_csv.ts. */
export const DONE = 0, ODD_ROW = 1, CHUNK_FULL = 2, INCOMPLETE = 3;

/** Longest window that is copied into the kernel's memory; longer ones are scanned without it. */
const MAX_WINDOW_BYTES = 32 << 20;

const COMMA = 44, POINT = 46;
/** Room for a key with its quotes in kernel/scan_ndjson.ts. */
const KEY_BYTES = 32;

/** One kernel with memory of its own: it can scan one block after the other. */
export class CsvKernel {
  readonly dictionaries: readonly TextDictionary[];
  readonly #exports: KernelExports;
  readonly #encoder = new TextEncoder();
  #isNdjson = false;
  #inputAt = 0;
  #loaded: { window: BlockWindow; offset: number; length: number } | null = null;

  constructor() {
    const module = new WebAssembly.Module(Uint8Array.fromBase64(KERNEL_WASM));
    const dictionaries: KernelDictionary[] = [];
    const bytesOf = (start: number, end: number) =>
      new Uint8Array(this.#exports.memory.buffer, this.#inputAt + start, end - start);
    const env = {
      outOfMemory: () => {
        throw new RangeError("Cannot keep over 4 GiB of distinct texts in one thread's memory");
      },
      learn: (column: number, start: number, end: number, _hash: number, escaped: number) =>
        dictionaries[column].learn(this.#inputAt + start, end - start, {
          escaped,
          escapes: this.#isNdjson ? "json" : "csv",
        }),
      instantOf: (start: number, end: number) =>
        parseInstant(String.fromCharCode(...bytesOf(start, end))),
      dayOf: (ymd: number) =>
        epochDay(Math.trunc(ymd / 10_000), Math.trunc(ymd / 100) % 100, ymd % 100),
      isValid: (start: number, end: number) => isUtf8(bytesOf(start, end), 0, end - start) ? 1 : 0,
    };
    const instance = new WebAssembly.Instance(module, { env });
    this.#exports = instance.exports as unknown as KernelExports;
    this.#exports.initialize(TEXT_COLUMNS.length);
    TEXT_COLUMNS.forEach((_, column) => {
      dictionaries.push(new KernelDictionary(this.#exports, column, COLUMN_LIMITS[column]));
    });
    this.dictionaries = dictionaries;
  }

  /** Rows in the chunk since {@link take}. */
  get rows(): number {
    return this.#exports.rows.value;
  }

  /** Where the scan stopped, relative to the window. */
  get position(): number {
    return this.#exports.position.value;
  }

  /** Whether a window is small enough for the kernel. */
  fits(window: BlockWindow): boolean {
    return window.length <= MAX_WINDOW_BYTES;
  }

  /** Sets the kinds of a CSV's columns (as in scan_csv.ts), the event times that are taken, the marks. */
  configure(
    kinds: Int8Array,
    { earliestMs, latestMs }: DateBounds,
    { separator, decimalMark }: Omit<CsvMarks, "lineEnd">,
  ): void {
    this.#isNdjson = false;
    const at = address(
      this.#exports.configure(kinds.length, earliestMs, latestMs, separator, decimalMark),
    );
    new Int8Array(this.#exports.memory.buffer, at, kinds.length).set(kinds);
  }

  /** Sets that NDJSON with these keys follows, and the event times that are taken. */
  configureNdjson(
    kinds: ReadonlyMap<string, number>,
    { earliestMs, latestMs }: DateBounds,
  ): void {
    this.#isNdjson = true;
    this.#exports.configure(0, earliestMs, latestMs, COMMA, POINT);
    let at = address(this.#exports.configureKeys(kinds.size));
    for (const [name, kind] of kinds) {
      const key = this.#encoder.encode(`"${name}"`);
      const { buffer } = this.#exports.memory;
      new Int32Array(buffer, at, 2).set([key.length, kind]);
      new Uint8Array(buffer, at + 8, KEY_BYTES).fill(0).set(key);
      at += 8 + KEY_BYTES;
    }
  }

  /** Scans rows of a range into the chunk; answers why it stopped, at {@link position}. */
  scan(window: BlockWindow, { from, stop }: WindowRange): number {
    this.#load(window);
    const { length, isLast } = window;
    return this.#isNdjson
      ? this.#exports.scanNdjson(from, stop, length, isLast ? 1 : 0)
      : this.#exports.scan(from, stop, length, isLast ? 1 : 0);
  }

  /** Moves the scanned rows to the end of a chunk that has room for them. */
  take(chunk: ViewChunk): void {
    const { memory, rows, minutesAt, startsAt } = this.#exports;
    const { buffer } = memory;
    const count = rows.value;
    chunk.watchMinutes.set(new Float64Array(buffer, address(minutesAt.value), count), chunk.rows);
    chunk.startMs.set(new Float64Array(buffer, address(startsAt.value), count), chunk.rows);
    chunk.codes.forEach((codes, column) => {
      const at = address(this.#exports.codesOf(column));
      codes?.set(new Uint32Array(buffer, at, count), chunk.rows);
    });
    chunk.rows += count;
    rows.value = 0;
  }

  /** Forgets the window that was scanned last: another block follows. */
  release(): void {
    this.#loaded = null;
  }

  #load(window: BlockWindow): void {
    const { offset, length } = window;
    const loaded = this.#loaded;
    if (loaded?.window === window && loaded.offset === offset && loaded.length === length) return;
    this.#inputAt = address(this.#exports.reserveInput(length + SCAN_SLACK));
    const target = new Uint8Array(this.#exports.memory.buffer, this.#inputAt, length + SCAN_SLACK);
    target.set(window.bytes.subarray(0, length + SCAN_SLACK));
    this.#loaded = { window, offset, length };
  }
}
