// The CSV scanner as a WebAssembly kernel, with its dictionaries: this side of it.

import { epochDay, parseInstant } from "../../../domain/instant.ts";
import { clean } from "../validate_fields.ts";
import type { BlockWindow, WindowRange } from "./block_window.ts";
import { isUtf8 } from "./is_utf8.ts";
import { KERNEL_WASM } from "./kernel_wasm.ts";
import { SCAN_SLACK } from "./scan_csv.ts";
import { NOT_UTF8, type TextDictionary, type TextTable, TOO_LONG } from "./text_interner.ts";
import { COLUMN_LIMITS, TEXT_COLUMNS, type ViewChunk } from "./view_columns.ts";

/** What the kernel exports; addresses are offsets into its memory. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly position: WebAssembly.Global;
  readonly rows: WebAssembly.Global;
  readonly minutesAt: WebAssembly.Global;
  readonly startsAt: WebAssembly.Global;
  initialize(): void;
  limitTexts(column: number, maxBytes: number): void;
  textCount(column: number): number;
  textTable(column: number): number;
  codesOf(column: number): number;
  usedBytes(): number;
  reserveInput(length: number): number;
  reserveScratch(length: number): number;
  configure(width: number, latestMs: number): number;
  find(column: number, at: number, length: number, escaped: number): number;
  add(column: number, at: number, length: number, escaped: number, code: number): number;
  scan(from: number, stop: number, length: number, isLast: number): number;
}

/** Why the kernel stopped; the numbers are those of kernel/scan_csv.ts. */
export const DONE = 0, ODD_ROW = 1, CHUNK_FULL = 2, INCOMPLETE = 3;

/** Longest window that is copied into the kernel's memory; longer ones are scanned without it. */
const MAX_WINDOW_BYTES = 256 << 20;

/** Texts that a dictionary remembers as strings; users of a block of JSON are mostly among them. */
const MAX_RECENT_TEXTS = 1 << 17;

/** One kernel with memory of its own: it can scan one block after the other. */
export class CsvKernel {
  readonly dictionaries: readonly TextDictionary[];
  readonly #exports: KernelExports;
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
        dictionaries[column].learn(this.#inputAt + start, end - start, escaped),
      instantOf: (start: number, end: number) =>
        parseInstant(String.fromCharCode(...bytesOf(start, end))),
      dayOf: (ymd: number) =>
        epochDay(Math.trunc(ymd / 10_000), Math.trunc(ymd / 100) % 100, ymd % 100),
      isValid: (start: number, end: number) => isUtf8(bytesOf(start, end), 0, end - start) ? 1 : 0,
    };
    const instance = new WebAssembly.Instance(module, { env });
    this.#exports = instance.exports as unknown as KernelExports;
    this.#exports.initialize();
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

  /** Sets the kinds of the input's columns (as in scan_csv.ts) and the latest valid event time. */
  configure(kinds: Int8Array, latestMs: number): void {
    const at = this.#exports.configure(kinds.length, latestMs);
    new Int8Array(this.#exports.memory.buffer, at, kinds.length).set(kinds);
  }

  /** Scans rows of a range into the chunk; answers why it stopped, at {@link position}. */
  scan(window: BlockWindow, { from, stop }: WindowRange): number {
    this.#load(window);
    return this.#exports.scan(from, stop, window.length, window.isLast ? 1 : 0);
  }

  /** Moves the scanned rows to the end of a chunk that has room for them. */
  take(chunk: ViewChunk): void {
    const { memory, rows, minutesAt, startsAt } = this.#exports;
    const { buffer } = memory;
    const count = rows.value;
    chunk.watchMinutes.set(new Float64Array(buffer, minutesAt.value, count), chunk.rows);
    chunk.startMs.set(new Float64Array(buffer, startsAt.value, count), chunk.rows);
    chunk.codes.forEach((codes, column) => {
      codes?.set(new Uint32Array(buffer, this.#exports.codesOf(column), count), chunk.rows);
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
    this.#inputAt = this.#exports.reserveInput(length + SCAN_SLACK);
    const target = new Uint8Array(this.#exports.memory.buffer, this.#inputAt, length + SCAN_SLACK);
    target.set(window.bytes.subarray(0, length + SCAN_SLACK));
    this.#loaded = { window, offset, length };
  }
}

/** A dictionary that lies in the kernel's memory. */
class KernelDictionary implements TextDictionary {
  readonly #exports: KernelExports;
  readonly #column: number;
  readonly #maxBytes: number;
  /** Codes of texts that came as strings: finding them by their bytes takes ten times as long. */
  readonly #recent = new Map<string, number>();
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #encoder = new TextEncoder();

  constructor(exports: KernelExports, column: number, maxBytes: number) {
    this.#exports = exports;
    this.#column = column;
    this.#maxBytes = maxBytes;
    exports.limitTexts(column, Math.min(maxBytes, 0x7fff_ffff));
  }

  get size(): number {
    return this.#exports.textCount(this.#column);
  }

  internText(text: string): number {
    if (text === "") return 0;
    const known = this.#recent.get(text);
    if (known !== undefined) return known;
    const code = this.#intern(text);
    if (this.#recent.size >= MAX_RECENT_TEXTS) this.#recent.clear();
    this.#recent.set(text, code);
    return code;
  }

  #intern(text: string): number {
    const bytes = this.#encoder.encode(text);
    const at = this.#exports.reserveScratch(bytes.length);
    new Uint8Array(this.#exports.memory.buffer, at, bytes.length).set(bytes);
    const code = this.#exports.find(this.#column, at, bytes.length, 0);
    if (code >= 0) return code;
    if (bytes.length > this.#maxBytes) return TOO_LONG;
    return this.#exports.add(this.#column, at, bytes.length, 0, -1);
  }

  /** The code of a cell that the kernel has not seen and does not want to judge. */
  learn(at: number, length: number, escaped: number): number {
    let text: string;
    try {
      text = this.#decoder.decode(new Uint8Array(this.#exports.memory.buffer, at, length));
    } catch {
      return NOT_UTF8;
    }
    const cleaned = clean(escaped === 1 ? text.replaceAll('""', '"') : text);
    if (escaped === 1 || cleaned !== text) {
      const code = this.internText(cleaned);
      return code < 0 ? code : this.#exports.add(this.#column, at, length, escaped, code);
    }
    return length > this.#maxBytes ? TOO_LONG : this.#exports.add(this.#column, at, length, 0, -1);
  }

  table(): TextTable {
    const { buffer } = this.#exports.memory;
    const texts = this.size;
    const pairs = new Uint32Array(buffer, this.#exports.textTable(this.#column), texts * 2);
    const memory = new Uint8Array(buffer);
    const offsets = new Float64Array(texts + 1);
    for (let c = 1; c < texts; c++) offsets[c + 1] = offsets[c] + pairs[c * 2 + 1];
    const bytes = new Uint8Array(offsets[texts]);
    for (let c = 1; c < texts; c++) {
      const from = pairs[c * 2], to = from + pairs[c * 2 + 1];
      // Most texts are short: a loop beats a view and a call.
      for (let at = from, end = offsets[c]; at < to; at++) bytes[end++] = memory[at];
    }
    return { bytes, offsets };
  }
}
