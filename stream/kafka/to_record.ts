// A message of kafkajs as a record of the log.

import { Buffer } from "node:buffer";
import type { IHeaders, KafkaMessage } from "kafkajs";
import type { LogRecord } from "../log.ts";

const decoder = new TextDecoder();
const NOTHING = new Uint8Array(0);

/** Any client's message: without a key, without a value, with headers of bytes or several of one name. */
export function toRecord({ offset, key, value, headers, timestamp }: KafkaMessage): LogRecord {
  return {
    offset: Number(offset),
    key: key === null ? "" : decoder.decode(key),
    // A tombstone has no value: an empty row, which breaks a rule like any other.
    value: value === null ? NOTHING : new Uint8Array(value.buffer, value.byteOffset, value.length),
    headers: textHeaders(headers),
    ingestTimeMs: Math.max(0, Number(timestamp)),
  };
}

function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first === undefined || first === null) continue;
    texts[name] = typeof first === "string" ? first : Buffer.from(first).toString("utf8");
  }
  return texts;
}
