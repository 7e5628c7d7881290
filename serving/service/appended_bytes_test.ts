// Bytes that wait: those of what is not applied, by partition.

import assert from "node:assert/strict";
import { AppendedBytes } from "./appended_bytes.ts";

const MIB = 1 << 20;

Deno.test("AppendedBytes.pending() falls as what was appended is applied", () => {
  const bytes = new AppendedBytes(), applied = [0, 0];
  const pending = () => bytes.pending((_topic, partition) => applied[partition]!);
  assert.equal(pending(), 0);
  bytes.add("t", [
    { partition: 0, baseOffset: 0, records: 3 },
    { partition: 1, baseOffset: 7, records: 1 },
  ], 4 * MIB);
  assert.equal(pending(), 4 * MIB);
  bytes.add("t", [{ partition: 0, baseOffset: 3, records: 2 }], MIB);
  assert.equal(pending(), 5 * MIB);
  applied[0] = 3;
  assert.equal(pending(), 2 * MIB);
  applied[1] = 8;
  assert.equal(pending(), MIB);
  applied[0] = 5;
  assert.equal(pending(), 0);
});

Deno.test("AppendedBytes keeps small appends together", () => {
  const bytes = new AppendedBytes();
  for (let offset = 0; offset < 100_000; offset++) {
    bytes.add("t", [{ partition: 0, baseOffset: offset, records: 1 }], 100);
  }
  assert.equal(bytes.pending(() => 0), 10_000_000);
  assert.equal(bytes.pending(() => 100_000), 0);
});
