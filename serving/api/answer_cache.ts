// Answers by address for as long as the store stays as it is, so that a page that many read is asked once.

import { gzipSync } from "node:zlib";
import type { AnswerText } from "./endpoint.ts";

/** Below this an answer fits into a packet or two, and packing it gains nothing. */
const MIN_GZIP_BYTES = 1_024;
/** Level 4 costs half of the default 6 and packs JSON within a few percent of it. */
const GZIP_LEVEL = 4;
const MAX_BYTES = 32 << 20;

/** An answer as bytes. */
export interface EncodedAnswer {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Packed when it was first asked for; null when that gains nothing. */
  gzip: Uint8Array<ArrayBuffer> | null | undefined;
  /** The header that tells where the next page is; null when there is none. */
  readonly link: string | null;
}

const encoder = new TextEncoder();

/** An answer's bytes; `url` is what was asked. */
export function encodeAnswer(
  { type, text, nextCursor = null }: AnswerText,
  url = "",
): EncodedAnswer {
  const link = nextCursor === null ? null : nextPage(url, nextCursor);
  return { type, bytes: encoder.encode(text), gzip: undefined, link };
}

/** RFC 8288, relative to the request's own address. */
function nextPage(url: string, cursor: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set("cursor", cursor);
  return `<${pathname}?${searchParams}>; rel="next"`;
}

/** The answer packed, or null when that gains nothing. */
export function gzipOf(answer: EncodedAnswer): Uint8Array<ArrayBuffer> | null {
  return answer.gzip ??= answer.bytes.length < MIN_GZIP_BYTES
    ? null
    : Uint8Array.from(gzipSync(answer.bytes, { level: GZIP_LEVEL }));
}

/** Whether the client takes gzip. */
export function acceptsGzip(request: Request): boolean {
  const accepted = request.headers.get("accept-encoding");
  return accepted !== null &&
    /(?:^|[,\s])(?:gzip|\*)(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted);
}

/** Answers of one state of the store. */
export class AnswerCache {
  readonly #answers = new Map<string, EncodedAnswer>();
  #seq = -Infinity;
  #bytes = 0;

  /** The answer that this address had at this state of the store; none of a state that is over. */
  get(address: string, seq: number): EncodedAnswer | undefined {
    this.#moveTo(seq);
    return seq === this.#seq ? this.#answers.get(address) : undefined;
  }

  /** Keeps an answer, unless the store has moved on since it was asked for. */
  set(address: string, seq: number, answer: EncodedAnswer): void {
    if (seq !== this.#seq) return;
    this.#answers.set(address, answer);
    this.#bytes += 2 * (answer.bytes.length + address.length); // with room for its packed form
    for (const [oldest, { bytes }] of this.#answers) {
      if (this.#bytes <= MAX_BYTES) break;
      this.#answers.delete(oldest);
      this.#bytes -= 2 * (bytes.length + oldest.length);
    }
  }

  #moveTo(seq: number): void {
    if (seq <= this.#seq) return;
    this.#seq = seq;
    this.#answers.clear();
    this.#bytes = 0;
  }
}
