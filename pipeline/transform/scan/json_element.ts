// Finds where an element of a JSON array ends, whatever is wrong with it, in time that grows with the bytes alone.

import { MAX_ROW_BYTES } from "../../../domain/rule.ts";

const LF = 10, CR = 13, QUOTE = 34, COMMA = 44, BACKSLASH = 92;
const OPEN_BRACKET = 91, CLOSE_BRACKET = 93, OPEN_BRACE = 123, CLOSE_BRACE = 125;

/** So far behind a line break within a text, which JSON does not have, an element may end that is kept whole. */
const BROKEN_TEXT_BYTES = 4_096;

/** More bytes are needed. */
export const INCOMPLETE = -1;

/** Where an element ends; null when it is broken: then nothing but its first line is taken for it. */
interface Found {
  readonly end: number | null;
  /** Where a bracket of the wrong kind stands in a broken one; null when there is none. */
  readonly foreignAt: number | null;
}

const BROKEN: Found = { end: null, foreignAt: null };

/** Finds the ends of elements in the bytes at hand, which must be asked for one after the other. */
export class ElementFinder {
  readonly #bytes: Uint8Array;
  readonly #length: number;
  readonly #isLast: boolean;
  /** What the last element that is broken left open. */
  #left: OpenBrackets | null = null;

  /** `isLast`: the input ends behind `length`. */
  constructor(bytes: Uint8Array, length: number, isLast: boolean) {
    this.#bytes = bytes;
    this.#length = length;
    this.#isLast = isLast;
  }

  /** Behind the last byte of the element at `start`, or of the line that is taken for it. */
  endOf(start: number): number | typeof INCOMPLETE {
    const byte = this.#bytes[start];
    const isNested = byte === OPEN_BRACE || byte === OPEN_BRACKET;
    const found = isNested ? this.#nested(start) : this.#scalar(start);
    return found === INCOMPLETE ? found : found.end ?? this.#brokenEnd(start, found.foreignAt);
  }

  /** A text, a number or a stray word ends on its line. */
  #scalar(start: number): Found | typeof INCOMPLETE {
    let isText = false;
    for (let p = start; p < this.#length; p++) {
      const byte = this.#bytes[p];
      if (byte === LF) return isText ? BROKEN : this.#before(p);
      if (isText) {
        if (byte === BACKSLASH && this.#bytes[p + 1] !== LF) p++;
        else if (byte === QUOTE) isText = false;
      } else if (byte === QUOTE) isText = true;
      else if (byte === COMMA || byte === CLOSE_BRACKET) return this.#before(p);
    }
    if (!this.#isLast) return INCOMPLETE;
    return isText ? BROKEN : this.#before(this.#length);
  }

  /**
   * An object or array is broken when it has no end within 1 MiB, or behind that on its first line, or before the
   * input's end; when one of its texts has a line break and it no end soon after; and when a bracket closes what
   * one of the other kind opened: an element that lacks its own must not take those behind it along.
   */
  #nested(start: number): Found | typeof INCOMPLETE {
    const open = this.#left?.resume(start) ? this.#left : new OpenBrackets(start);
    const bound = Math.min(this.#length, start + MAX_ROW_BYTES);
    let end = open.close(this.#bytes, bound);
    if (end === null && open.isGoingOn && bound < this.#length) {
      // An array may stand on one line, which must not go with one long element.
      end = open.close(this.#bytes, lineEnd(this.#bytes, start, this.#length));
    }
    if (end !== null) return { end, foreignAt: null };
    if (open.isGoingOn && open.at >= this.#length && !this.#isLast) return INCOMPLETE;
    this.#left = open;
    return { end: null, foreignAt: open.foreignAt };
  }

  /** The end of a broken element's first line, or of what stands on it before the array's own closing bracket. */
  #brokenEnd(start: number, foreignAt: number | null): number | typeof INCOMPLETE {
    const end = this.#firstLineEnd(start);
    if (foreignAt === null || this.#bytes[foreignAt] !== CLOSE_BRACKET) return end;
    if (end !== INCOMPLETE && foreignAt >= end) return end;
    // The array's own has nothing behind it.
    let next = foreignAt + 1;
    while (next < this.#length && isSpace(this.#bytes[next]!)) next++;
    if (next < this.#length) return end;
    return this.#isLast ? this.#withoutSpace(foreignAt) : INCOMPLETE;
  }

  #firstLineEnd(start: number): number | typeof INCOMPLETE {
    const end = lineEnd(this.#bytes, start, this.#length);
    if (end < this.#length) return this.#bytes[end - 1] === CR ? end - 1 : end;
    return this.#isLast ? this.#length : INCOMPLETE;
  }

  #before(end: number): Found {
    return { end: this.#withoutSpace(end), foreignAt: null };
  }

  #withoutSpace(end: number): number {
    while (isSpace(this.#bytes[end - 1]!)) end--;
    return end;
  }
}

/**
 * The brackets that are open where the look at an element stopped. Each line behind a broken element may open the
 * next one: it goes on from there, as looking through the same bytes for each of them would take forever.
 */
class OpenBrackets {
  /** Next byte to be looked at. */
  at: number;
  foreignAt: number | null = null;
  readonly #starts: number[] = [];
  /** Brackets that would close them. */
  readonly #closing: number[] = [];
  /** Line breaks within texts. */
  #textBreaks: number[] = [];
  #isText = false;
  /** The element's own among those that are open. */
  #own = 0;

  constructor(start: number) {
    this.at = start;
  }

  /** Whether more bytes may bring the end. */
  get isGoingOn(): boolean {
    return this.foreignAt === null && this.at < this.#textBound;
  }

  get #textBound(): number {
    return (this.#textBreaks[0] ?? Infinity) + BROKEN_TEXT_BYTES;
  }

  /** Makes the bracket at `start` the element's own; false when it is none of the open ones. */
  resume(start: number): boolean {
    while (this.#own < this.#starts.length && this.#starts[this.#own]! < start) this.#own++;
    if (this.#starts[this.#own] !== start) return false;
    this.#textBreaks = this.#textBreaks.filter((at) => at > start);
    return true;
  }

  /** Looks on to `bound`. Behind the bracket that closes the element's own, or null when it has not come. */
  close(bytes: Uint8Array, bound: number): number | null {
    if (!this.isGoingOn) return null;
    let p = this.at, isText = this.#isText, stop = Math.min(bound, this.#textBound), end = null;
    for (; p < stop; p++) {
      const byte = bytes[p];
      if (isText) {
        if (byte === QUOTE) isText = false;
        else if (byte === BACKSLASH && bytes[p + 1] !== LF) p++;
        else if (byte === LF) {
          this.#textBreaks.push(p);
          stop = Math.min(bound, this.#textBound);
        }
      } else if (byte === QUOTE) isText = true;
      else if (byte === OPEN_BRACE) this.#push(p, CLOSE_BRACE);
      else if (byte === OPEN_BRACKET) this.#push(p, CLOSE_BRACKET);
      else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && this.#pop(p, byte)) {
        if (this.foreignAt === null) end = p + 1;
        break;
      }
    }
    this.at = end ?? p;
    this.#isText = isText;
    return end;
  }

  #push(start: number, closing: number): void {
    this.#starts.push(start);
    this.#closing.push(closing);
  }

  /** Whether the look ends with this bracket: it closes the element's own, or is of the wrong kind. */
  #pop(at: number, bracket: number): boolean {
    if (this.#closing.at(-1) !== bracket) {
      this.foreignAt = at;
      return true;
    }
    this.#closing.pop();
    this.#starts.pop();
    return this.#starts.length === this.#own;
  }
}

/** White space as JSON has it. */
export function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === LF || byte === CR;
}

/** The first line feed at or after `start`, or the end of the bytes at hand. */
function lineEnd(bytes: Uint8Array, start: number, length: number): number {
  const feed = bytes.indexOf(LF, start);
  return feed < 0 || feed > length ? length : feed;
}
