// A message of kafkajs as a record of the log.

import { Buffer } from "node:buffer";
import type { IHeaders, KafkaMessage } from "kafkajs";
import type { LogRecord } from "../port.ts";
import { recordTimeMs } from "./record_time.ts";

const decoder = new TextDecoder();
const NOTHING = new Uint8Array(0);
const NO_HEADERS: LogRecord["headers"] = {};

/**
 * Any client's message: without a key, without a value, of any time, with headers of any name, of bytes or several
 * of one name. One that cannot be read all the same is refused, so that it ends in quarantine instead of the
 * consumer.
 */
export function toRecord(message: KafkaMessage): LogRecord {
  const { offset, value, timestamp } = message;
  const read = {
    offset: Number(offset),
    // A tombstone has no value: an empty row, which breaks a rule like any other.
    value: value === null ? NOTHING : new Uint8Array(value.buffer, value.byteOffset, value.length),
    ingestTimeMs: recordTimeMs(Number(timestamp)),
  };
  try {
    const { key, headers } = message;
    return {
      ...read,
      key: key === null ? "" : decoder.decode(key),
      headers: headers === undefined ? NO_HEADERS : textHeaders(headers),
    };
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    return {
      ...read,
      key: "",
      headers: NO_HEADERS,
      refusal: `a record that cannot be read: ${told}`,
    };
  }
}

/** Of several of one name the first. */
function textHeaders(headers: IHeaders): LogRecord["headers"] {
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    // The driver adds what an object has from its prototype to headers of that name: `constructor`.
    const values = (Array.isArray(value) ? value : [value]) as unknown[];
    const first = values.find((one) => typeof one === "string" || one instanceof Uint8Array);
    if (typeof first === "string") texts.push([name, first]);
    else if (first instanceof Uint8Array) texts.push([name, Buffer.from(first).toString("utf8")]);
  }
  // Not by assignment: a header may be called `__proto__`.
  return texts.length === 0 ? NO_HEADERS : Object.fromEntries(texts);
}
