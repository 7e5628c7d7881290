// Gives each distinct text of a column a number, straight from the bytes of its cells.

import { isUtf8 } from "./is_utf8.ts";
import { clean } from "../validate_fields.ts";
import { sortByScript, type SortedTexts } from "./sorted_texts.ts";
import type { TextTable } from "./sort_texts.ts";

/** Returned by {@link TextInterner.intern} for bytes that are not UTF-8. */
export const NOT_UTF8 = -1;
/** Returned by {@link TextInterner.intern} for a text over the column's limit. */
export const TOO_LONG = -2;

/** A dictionary of one text column; code 0 is the empty text. */
export interface TextDictionary {
  /** Number of distinct texts, the empty one included. */
  readonly size: number;
  /** The code of a clean text, or {@link TOO_LONG}. */
  internText(text: string): number;
  /** The texts by code, in the order in which they were met. */
  table(): TextTable;
  /** The texts in byte order. The dictionary is not to be used any more. */
  sorted(): SortedTexts;
}

/** The seed and multiplier of the hash over a cell's bytes (FNV-1a, 32 bits). */
export const HASH_SEED = 0x811c9dc5 | 0;
export const HASH_PRIME = 0x01000193;

/** FNV-1a over `bytes[start .. end)`; the scanners compute the same while they look for the cell's end. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], HASH_PRIME);
  return hash;
}

// A slot holds one key that was seen: its hash, where its bytes lie in the arena, twice their number plus
// one if they are escaped, and the code of its text.
const SLOT = 4;

/**
 * A dictionary of one text column. Keys are cells as they come; the code is that of the trimmed,
 * well-formed text, so `" u1"` and `"u1"` share one. Each distinct cell is decoded once, when it is new.
 * Code 0 is the empty text.
 */
export class TextInterner implements TextDictionary {
  readonly #maxBytes: number;
  #slots = new Int32Array(1024 * SLOT);
  #mask = 1023;
  #used = 0;
  #arena = new Uint8Array(16_384);
  #arenaLength = 0;
  #textOffsets = new Uint32Array(512);
  #textLengths = new Uint32Array(512);
  #texts = 1;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #encoder = new TextEncoder();

  /** `maxBytes`: longest text, in UTF-8 bytes after trimming. */
  constructor(maxBytes = Infinity) {
    this.#maxBytes = maxBytes;
  }

  /** Number of distinct texts, the empty one included. */
  get size(): number {
    return this.#texts;
  }

  /**
   * The code of the text in `bytes[start .. end)`, or {@link NOT_UTF8} or {@link TOO_LONG}.
   * `hash` is that of {@link hashBytes}; with `escaped` = 1 two quotes in the bytes stand for one.
   * (Plain arguments, and more than two: this is called for every cell.)
   */
  intern(
    bytes: Uint8Array,
    start: number,
    end: number,
    hash: number,
    escaped: number,
  ): number {
    if (start === end) return 0;
    // The same bytes mean another text when they are escaped, so that is part of the key.
    const length = (end - start) * 2 + escaped;
    const slots = this.#slots;
    const arena = this.#arena;
    for (let i = (hash ^ (hash >>> 15)) & this.#mask;; i = (i + 1) & this.#mask) {
      const at = i * SLOT;
      const keyLength = slots[at + 2];
      if (keyLength === 0) break;
      if (slots[at] !== hash || keyLength !== length) continue;
      let a = slots[at + 1] >>> 0;
      let b = start;
      while (b < end && arena[a] === bytes[b]) {
        a++;
        b++;
      }
      if (b === end) return slots[at + 3];
    }
    return this.#learn(bytes, start, end, hash, escaped);
  }

  /** The code of a text that is a string already (JSON, unquoted cells). */
  internText(text: string): number {
    if (text === "") return 0;
    const bytes = this.#encoder.encode(text);
    return this.intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length), 0);
  }

  /** The texts by code, in the order in which they were met. */
  /** See {@link TextDictionary.sorted}. */
  sorted(): SortedTexts {
    return sortByScript(this.table());
  }

  table(): TextTable {
    let total = 0;
    for (let c = 1; c < this.#texts; c++) total += this.#textLengths[c];
    const bytes = new Uint8Array(total);
    const offsets = new Float64Array(this.#texts + 1);
    let end = 0;
    for (let c = 1; c < this.#texts; c++) {
      const from = this.#textOffsets[c];
      bytes.set(this.#arena.subarray(from, from + this.#textLengths[c]), end);
      end += this.#textLengths[c];
      offsets[c + 1] = end;
    }
    return { bytes, offsets };
  }

  /** A cell that was never seen: decode it, find its clean text's code, remember both. */
  #learn(bytes: Uint8Array, start: number, end: number, hash: number, escaped: number): number {
    if (!isUtf8(bytes, start, end)) return NOT_UTF8;
    const text = this.#decoder.decode(bytes.subarray(start, end));
    const cleaned = clean(escaped === 1 ? text.replaceAll('""', '"') : text);
    let code: number;
    if (escaped === 1 || cleaned !== text) {
      code = this.internText(cleaned);
    } else {
      code = end - start > this.#maxBytes ? TOO_LONG : this.#texts;
    }
    if (code >= 0) this.#insert(bytes.subarray(start, end), hash, { code, escaped });
    return code;
  }

  #insert(
    key: Uint8Array,
    hash: number,
    { code, escaped }: { code: number; escaped: number },
  ): void {
    const offset = this.#arenaLength;
    this.#reserveArena(offset + key.length);
    this.#arena.set(key, offset);
    this.#arenaLength = offset + key.length;
    if (code === this.#texts) {
      if (code === this.#textOffsets.length) this.#growTexts();
      this.#textOffsets[code] = offset;
      this.#textLengths[code] = key.length;
      this.#texts++;
    }
    if (++this.#used * 2 > this.#mask) this.#growSlots();
    place(this.#slots, this.#mask, [hash, offset, key.length * 2 + escaped, code]);
  }

  #reserveArena(length: number): void {
    if (length <= this.#arena.length) return;
    if (length > 0xffff_ffff) {
      throw new RangeError("Cannot keep over 4 GiB of distinct texts of one column in memory");
    }
    const arena = new Uint8Array(Math.min(0xffff_ffff, Math.max(length, this.#arena.length * 2)));
    arena.set(this.#arena.subarray(0, this.#arenaLength));
    this.#arena = arena;
  }

  #growTexts(): void {
    const offsets = new Uint32Array(this.#textOffsets.length * 2);
    const lengths = new Uint32Array(this.#textLengths.length * 2);
    offsets.set(this.#textOffsets);
    lengths.set(this.#textLengths);
    this.#textOffsets = offsets;
    this.#textLengths = lengths;
  }

  #growSlots(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    const mask = this.#mask * 2 + 1;
    for (let at = 0; at < old.length; at += SLOT) {
      if (old[at + 2] !== 0) {
        place(slots, mask, old.subarray(at, at + SLOT));
      }
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

function place(slots: Int32Array, mask: number, slot: ArrayLike<number>): void {
  let i = (slot[0] ^ (slot[0] >>> 15)) & mask;
  while (slots[i * SLOT + 2] !== 0) i = (i + 1) & mask;
  slots.set(slot, i * SLOT);
}
