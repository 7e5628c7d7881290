// One record as bytes: lengths, key, headers, value. Keys and headers are decoded when asked for.

import { partitionOf } from "../partition_of.ts";
import type { LogRecord, NewRecord } from "../port.ts";

/** Bytes of the lengths before each record: key (u16), headers (u16), value (u32). */
const LENGTHS_BYTES = 8;
const MAX_SHORT_BYTES = 0xffff;
/** A record's value may be this long; the largest row of the contract is 1 MiB. */
export const MAX_VALUE_BYTES = 16 << 20;

const utf8Encoder = new TextEncoder(), utf8Decoder = new TextDecoder();
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** A record whose key and headers are still bytes. */
class StoredRecord implements LogRecord {
  constructor(
    readonly offset: number,
    readonly ingestTimeMs: number,
    readonly value: Uint8Array,
    private readonly frame: Uint8Array,
    private readonly keyAt: number,
    private readonly headersAt: number,
  ) {}

  get key(): string {
    return decodeText(this.frame, this.keyAt, this.headersAt);
  }

  get headers(): Readonly<Record<string, string>> {
    const end = this.value.byteOffset - this.frame.byteOffset;
    return this.headersAt === end
      ? NO_HEADERS
      : JSON.parse(decodeText(this.frame, this.headersAt, end));
  }
}

/** Short ASCII is faster by hand than through the decoder. */
function decodeText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte > 0x7f || end - start > 64) return utf8Decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The record at byte `at` of `frame`. `sizeOf` says where the next one starts. */
export function decodeRecord(
  frame: Uint8Array,
  at: number,
  place: { readonly offset: number; readonly ingestTimeMs: number },
): LogRecord {
  const keyAt = at + LENGTHS_BYTES;
  const headersAt = keyAt + (frame[at]! | frame[at + 1]! << 8);
  const valueAt = headersAt + (frame[at + 2]! | frame[at + 3]! << 8);
  const value = frame.subarray(valueAt, at + recordBytesAt(frame, at));
  return new StoredRecord(place.offset, place.ingestTimeMs, value, frame, keyAt, headersAt);
}

/** The length of the record at byte `at` of `frame`, in bytes. */
export function recordBytesAt(frame: Uint8Array, at: number): number {
  const valueBytes = frame[at + 4]! | frame[at + 5]! << 8 | frame[at + 6]! << 16 |
    frame[at + 7]! << 24;
  return LENGTHS_BYTES + (frame[at]! | frame[at + 1]! << 8) +
    (frame[at + 2]! | frame[at + 3]! << 8) + valueBytes;
}

/** Encodes records one after the other; the key's bytes also choose the partition. */
export class RecordEncoder {
  /** Room for the longest key, and for one character more so that a longer one shows. */
  readonly #key = new Uint8Array(MAX_SHORT_BYTES + 4);
  #keyBytes = 0;
  #headers: Uint8Array = new Uint8Array(0);
  #value: Uint8Array = this.#headers;

  /** Takes a record up; the bytes it needs. @throws {RangeError} a part of it is too long */
  take(record: NewRecord): number {
    this.#keyBytes = this.#encodeKey(record.key);
    this.#headers = record.headers === undefined
      ? this.#headers.subarray(0, 0)
      : utf8Encoder.encode(JSON.stringify(record.headers));
    this.#value = record.value;
    checkBytes("key", this.#keyBytes, MAX_SHORT_BYTES);
    checkBytes("headers", this.#headers.length, MAX_SHORT_BYTES);
    checkBytes("value", this.#value.length, MAX_VALUE_BYTES);
    return LENGTHS_BYTES + this.#keyBytes + this.#headers.length + this.#value.length;
  }

  /** The partition of the record taken up. */
  partition(partitions: number): number {
    return partitionOf(this.#key, partitions, this.#keyBytes);
  }

  /** Writes the record taken up at byte `at` of `into`, which has room. */
  put(into: Uint8Array, at: number): void {
    const keyBytes = this.#keyBytes, headersBytes = this.#headers.length;
    const valueBytes = this.#value.length;
    into[at] = keyBytes;
    into[at + 1] = keyBytes >>> 8;
    into[at + 2] = headersBytes;
    into[at + 3] = headersBytes >>> 8;
    into[at + 4] = valueBytes;
    into[at + 5] = valueBytes >>> 8;
    into[at + 6] = valueBytes >>> 16;
    into[at + 7] = valueBytes >>> 24;
    at += LENGTHS_BYTES;
    for (let i = 0; i < keyBytes; i++) into[at + i] = this.#key[i]!;
    into.set(this.#headers, at + keyBytes);
    into.set(this.#value, at + keyBytes + headersBytes);
  }

  #encodeKey(key: string): number {
    if (key.length <= 64) {
      let at = 0;
      for (; at < key.length; at++) {
        const unit = key.charCodeAt(at);
        if (unit > 0x7f) break;
        this.#key[at] = unit;
      }
      if (at === key.length) return at;
    }
    const { read, written } = utf8Encoder.encodeInto(key, this.#key);
    return read === key.length ? written : this.#key.length;
  }
}

function checkBytes(part: string, bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw new RangeError(
    `Cannot append a record as its ${part} must be at most ${maxBytes} bytes: ` +
      `current value is ${part === "key" ? `more than ${maxBytes}` : bytes}`,
  );
}
