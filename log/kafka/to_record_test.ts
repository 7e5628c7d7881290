// Messages as any producer may send them: each becomes a record, whatever its headers and times are.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { KafkaMessage } from "kafkajs";
import RecordDecoder from "kafkajs/src/protocol/recordBatch/record/v0/decoder.js";
import Decoder from "kafkajs/src/protocol/decoder.js";
import { toRecord } from "./to_record.ts";

const utf8 = new TextEncoder();

/** As the driver reads it from these bytes of a batch. */
function decode(headers: readonly (readonly [name: string, value: string | null])[]): KafkaMessage {
  const bytes: number[] = [0, 0, 0, 2, 97, /* key "a" */ 4, 123, 125 /* value {} */];
  bytes.push(headers.length << 1);
  const add = (text: string | null) => {
    if (text === null) return bytes.push(1); // -1
    const encoded = utf8.encode(text);
    return bytes.push(encoded.length << 1, ...encoded);
  };
  for (const [name, value] of headers) {
    add(name);
    add(value);
  }
  const context = { firstOffset: "7", firstTimestamp: "1764543600000", magicByte: 2 };
  const Bytes = Decoder as unknown as new (buffer: Buffer) => object;
  const read = RecordDecoder as unknown as (decoder: object, context: object) => KafkaMessage;
  return read(new Bytes(Buffer.from(bytes)), context);
}

function message(timestamp: string): KafkaMessage {
  return { ...decode([]), timestamp };
}

Deno.test("toRecord() takes headers of any name, the first of several, and none without a value", () => {
  const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
  const record = toRecord(decode([
    ...names.map((name) => [name, `of ${name}`] as const),
    ...[["twice", "first"], ["twice", "second"], ["empty", null], ["source", "tv"]] as const,
  ]));
  assert.deepEqual(Object.entries(record.headers), [
    ...names.map((name) => [name, `of ${name}`]),
    ...[["twice", "first"], ["source", "tv"]],
  ]);
  assert.equal(record.refusal, undefined);
  assert.deepEqual([record.offset, record.key, record.ingestTimeMs], [7, "a", 1764543600000]);
});

Deno.test("toRecord() takes a time in any unit for what it is, and always gives one that a Date holds", () => {
  const ms = 1764543600123;
  for (const time of [`${ms}`, `${ms}000`, `${ms}000000`]) {
    assert.equal(toRecord(message(time)).ingestTimeMs, ms, time);
  }
  assert.equal(toRecord(message("1764543600")).ingestTimeMs, 1764543600000);
  const times = ["-1", "0", "1", "-9223372036854775808", "9223372036854775807", "253402300800000"];
  for (const time of times) {
    const { ingestTimeMs } = toRecord(message(time));
    assert.ok(ingestTimeMs >= 0 && ingestTimeMs < 253402300800000, `${time}: ${ingestTimeMs}`);
    assert.ok(Number.isSafeInteger(ingestTimeMs), `${time}: ${ingestTimeMs}`);
  }
});

Deno.test("toRecord() refuses what it cannot read, and keeps the value", () => {
  const headers = new Proxy({}, {
    ownKeys: () => {
      throw new Error("broken");
    },
  });
  const broken = { ...message("1764543600123"), headers } as KafkaMessage;
  const record = toRecord(broken);
  assert.equal(record.refusal, "a record that cannot be read: broken");
  assert.equal(new TextDecoder().decode(record.value), "{}");
});
