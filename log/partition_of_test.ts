// murmur2 and the partition, against the values of Kafka's own tests.

import assert from "node:assert/strict";
import { murmur2, partitionOf } from "./partition_of.ts";

const utf8 = new TextEncoder();

/** From Apache Kafka's UtilsTest.testMurmur2. */
const KAFKA_VECTORS: readonly (readonly [string, number])[] = [
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["abc", 479470107],
];

Deno.test("murmur2() gives the values of Kafka's own tests", () => {
  for (const [text, hash] of KAFKA_VECTORS) assert.equal(murmur2(utf8.encode(text)), hash, text);
});

Deno.test("murmur2() reads only the given length of a longer buffer", () => {
  assert.equal(murmur2(utf8.encode("foobarbaz"), 6), murmur2(utf8.encode("foobar")));
});

Deno.test("partitionOf() clears the sign instead of negating it, as Kafka does", () => {
  for (const [text, hash] of KAFKA_VECTORS) {
    assert.equal(partitionOf(utf8.encode(text), 7), (hash & 0x7fffffff) % 7, text);
  }
  assert.equal(partitionOf(utf8.encode("foobar"), 4), 2);
});

Deno.test("partitionOf() spreads many keys over all partitions", () => {
  const counts = new Array<number>(12).fill(0);
  for (let user = 0; user < 12_000; user++) counts[partitionOf(utf8.encode(`u-${user}`), 12)]!++;
  for (const count of counts) assert.ok(count > 800 && count < 1_200, counts.join(" "));
});
