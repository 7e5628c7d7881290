// Records to bytes and back.

import assert from "node:assert/strict";
import type { NewRecord } from "../port.ts";
import { decodeRecord, MAX_VALUE_BYTES, recordBytesAt, RecordEncoder } from "./record_codec.ts";

const PLACE = { offset: 7, ingestTimeMs: 1_000 };
const value = new TextEncoder().encode("value");

function roundTrip(record: NewRecord) {
  const encoder = new RecordEncoder();
  const size = encoder.take(record), bytes = new Uint8Array(size + 10);
  encoder.put(bytes, 10);
  assert.equal(recordBytesAt(bytes, 10), size);
  const { key, value, headers, offset, ingestTimeMs } = decodeRecord(bytes, 10, PLACE);
  assert.deepEqual({ offset, ingestTimeMs }, PLACE);
  return { key, value: new Uint8Array(value), headers };
}

Deno.test("decodeRecord() gives back what RecordEncoder put", () => {
  for (const key of ["", "user", "käse", "k".repeat(64), "k".repeat(65), "é".repeat(32_767)]) {
    for (const headers of [{}, { source: "app", "ü": "é" }]) {
      assert.deepEqual(roundTrip({ key, value, headers }), { key, value, headers });
    }
    assert.deepEqual(roundTrip({ key, value: new Uint8Array(0) }).value, new Uint8Array(0));
  }
});

Deno.test("RecordEncoder refuses what is too long, saying what and by how much", () => {
  const encoder = new RecordEncoder();
  const refuses = (record: NewRecord, message: RegExp) =>
    assert.throws(() => encoder.take(record), (error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, message);
      return true;
    });
  refuses({ key: "k".repeat(65_536), value }, /its key must be at most 65535 bytes/);
  refuses({ key: "é".repeat(40_000), value }, /its key must be at most 65535 bytes/);
  refuses({ key: "", value, headers: { a: "b".repeat(65_535) } }, /headers .* value is 65543/);
  refuses({ key: "", value: new Uint8Array(MAX_VALUE_BYTES + 1) }, /value is 16777217/);
});
