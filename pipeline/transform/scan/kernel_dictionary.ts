// A dictionary of texts in the memory of the WebAssembly kernel: this side of it.

import { clean } from "../validate_fields.ts";
import { isUtf8 } from "./is_utf8.ts";
import { address, type KernelExports } from "./kernel_exports.ts";
import { sortByScript, type SortedTexts } from "./sorted_texts.ts";
import { NOT_UTF8, type TextDictionary, TOO_LONG } from "./text_interner.ts";
import type { TextTable } from "./sort_texts.ts";

/** Texts that a dictionary remembers as strings; users of a block of JSON are mostly among them. */
const MAX_RECENT_TEXTS = 1 << 17;

/** Dictionaries with more texts are sorted outside of the kernel, which never gives memory back. */
const MAX_SORTED_TEXTS = 1 << 22;
/** Bytes of the kernel's memory that sorting takes for each text, besides a copy of the text. */
const SORTED_TEXT_BYTES = 48;
/** The kernel's memory ends at 4 GiB; some room is left for rounding. */
const MAX_KERNEL_BYTES = 4 * 2 ** 30 - 2 ** 26;

/** What a cell's text stands for. */
const UNESCAPE: Readonly<Record<"csv" | "json", (text: string) => string>> = {
  csv: (text) => text.replaceAll('""', '"'),
  json: (text) => JSON.parse(`"${text}"`),
};

/** Whether a cell has escapes (1 or 0), and of which kind they are. */
export interface CellEscapes {
  readonly escaped: number;
  readonly escapes: keyof typeof UNESCAPE;
}

/** A dictionary that lies in the kernel's memory. */
export class KernelDictionary implements TextDictionary {
  readonly #exports: KernelExports;
  readonly #column: number;
  readonly #maxBytes: number;
  /** Codes of texts that came as strings: finding them by their bytes takes ten times as long. */
  readonly #recent = new Map<string, number>();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
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
    const at = address(this.#exports.reserveScratch(bytes.length));
    new Uint8Array(this.#exports.memory.buffer, at, bytes.length).set(bytes);
    const code = this.#exports.find(this.#column, at, bytes.length, 0);
    if (code >= 0) return code;
    if (bytes.length > this.#maxBytes) return TOO_LONG;
    return this.#exports.add(this.#column, at, bytes.length, 0, -1);
  }

  /**
   * The code of a cell that the kernel has not seen and does not want to judge. `escaped` is 1 when it has
   * escapes; a text with those of CSV has two quotes side by side, one with those of JSON never does, so
   * that one mark is enough for both.
   */
  learn(at: number, length: number, { escaped, escapes }: CellEscapes): number {
    const bytes = new Uint8Array(this.#exports.memory.buffer, at, length);
    // A decoder that throws takes as long as reading ten rows.
    if (!isUtf8(bytes, 0, length)) return NOT_UTF8;
    const text = this.#decoder.decode(bytes);
    const cleaned = clean(escaped === 1 ? UNESCAPE[escapes](text) : text);
    if (escaped === 1 || cleaned !== text) {
      const code = this.internText(cleaned);
      return code < 0 ? code : this.#exports.add(this.#column, at, length, escaped, code);
    }
    return length > this.#maxBytes ? TOO_LONG : this.#exports.add(this.#column, at, length, 0, -1);
  }

  sorted(): SortedTexts {
    const exports = this.#exports, count = this.size;
    const needed = count * SORTED_TEXT_BYTES + this.#textBytes();
    if (count > MAX_SORTED_TEXTS || exports.usedBytes() + needed > MAX_KERNEL_BYTES) {
      return sortByScript(this.table());
    }
    exports.sortTexts(this.#column);
    const { buffer } = exports.memory, at = (global: WebAssembly.Global) => address(global.value);
    const bytes = new Uint8Array(buffer, at(exports.sortedBytesAt), exports.sortedBytes.value);
    const offsets = new Float64Array(buffer, at(exports.sortedOffsetsAt), count + 1);
    const ranks = new Uint32Array(buffer, at(exports.ranksAt), count);
    return { table: { bytes: bytes.slice(), offsets: offsets.slice() }, ranks: ranks.slice() };
  }

  #textBytes(): number {
    const pairs = this.#pairs();
    let sum = 0;
    for (let at = 3; at < pairs.length; at += 2) sum += pairs[at];
    return sum;
  }

  /** Address and length of each text, by code. */
  #pairs(): Uint32Array {
    const at = address(this.#exports.textTable(this.#column));
    return new Uint32Array(this.#exports.memory.buffer, at, this.size * 2);
  }

  table(): TextTable {
    const { buffer } = this.#exports.memory;
    const texts = this.size;
    const pairs = this.#pairs();
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
