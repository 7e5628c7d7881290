// Tests of the bytes that rows are made of, against what strings would be.

import assert from "node:assert/strict";
import fc from "fast-check";
import { ByteSink, CHUNK_BYTES } from "./byte_sink.ts";

function written(write: (sink: ByteSink) => void): string {
  const sink = new ByteSink();
  write(sink);
  return new TextDecoder().decode(sink.take());
}

Deno.test("ByteSink.whole() writes what String() and padStart() would", () => {
  fc.assert(fc.property(fc.nat(4_294_967_295), fc.integer({ min: 1, max: 9 }), (value, digits) => {
    assert.equal(written((sink) => sink.whole(value, digits)), String(value).padStart(digits, "0"));
  }));
});

Deno.test("ByteSink.tenths() writes what a division by ten would", () => {
  fc.assert(fc.property(fc.nat(14_400), (tenths) => {
    assert.equal(written((sink) => sink.tenths(tenths)), String(tenths / 10));
  }));
});

Deno.test("ByteSink.instant() writes ISO 8601 to the second, whatever order days come in", () => {
  fc.assert(fc.property(fc.array(fc.nat(4_294_967_295), { minLength: 1 }), (seconds) => {
    const sink = new ByteSink();
    for (const second of seconds) sink.instant(second);
    const expected = seconds.map((s) => new Date(s * 1000).toISOString().replace(".000Z", "Z"));
    assert.equal(new TextDecoder().decode(sink.take()), expected.join(""));
  }));
});

Deno.test("ByteSink.take() hands over bytes that later writes leave alone", () => {
  const sink = new ByteSink();
  sink.id(0x75, 123, 6);
  const first = sink.take();
  sink.episode(2, 13);
  assert.equal(new TextDecoder().decode(first), "u-000123");
  assert.equal(new TextDecoder().decode(sink.take()), "S02E13");
  assert.ok(sink.isEmpty);
});

Deno.test("ByteSink.isFull tells before a row could be cut off", () => {
  const sink = new ByteSink(), cell = new Uint8Array(1_000);
  while (!sink.isFull) sink.cell(cell);
  assert.ok(sink.take().length < CHUNK_BYTES - 1_000);
});
