// Timestamps read as integers become the dates that the library would make.

import assert from "node:assert/strict";
import { toDates } from "./plain_instants.ts";

Deno.test("toDates() knows the units, instants before 1970 and nulls", () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const isos = (values: readonly unknown[], unitsPerMs: bigint) =>
    toDates(values, unitsPerMs).map((date) => date?.toISOString() ?? null);
  assert.deepEqual(isos([BigInt(at), null, undefined, -1n], 1n), [
    ...["2026-01-02T03:04:05.678Z", null, null, "1969-12-31T23:59:59.999Z"],
  ]);
  assert.deepEqual(isos([BigInt(at) * 1_000n + 999n], 1_000n), ["2026-01-02T03:04:05.678Z"]);
  assert.deepEqual(isos([BigInt(at) * 1_000_000n], 1_000_000n), ["2026-01-02T03:04:05.678Z"]);
});
