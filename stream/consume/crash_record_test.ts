// Tests of what is remembered of crashes: waits, ever fewer records, and the one that is left out.

import assert from "node:assert/strict";
import { CrashRecord } from "./crash_record.ts";

Deno.test("CrashRecord waits longer after each crash, up to 5 s, and not after a success", () => {
  const crashes = new CrashRecord();
  const waits = Array.from({ length: 8 }, () => crashes.crashed("disk").waitMs);
  assert.deepEqual(waits, [100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  crashes.succeeded();
  assert.equal(crashes.crashed("disk").waitMs, 100);
});

Deno.test("CrashRecord tries ever fewer records, and leaves one out after three crashes on it alone", () => {
  const crashes = new CrashRecord();
  crashes.trying({ place: "t/0/0", records: 20_000 });
  assert.equal(crashes.crashed("record").poisoned, null);
  assert.equal(crashes.firstRecords, 200);
  crashes.trying({ place: "t/0/0", records: 200 });
  crashes.crashed("record");
  crashes.trying({ place: "t/0/0", records: 2 });
  crashes.crashed("record");
  assert.equal(crashes.firstRecords, 1);
  const poisoned = [1, 2, 3].map(() => {
    crashes.trying({ place: "t/0/0", records: 1 });
    return crashes.crashed("record").poisoned;
  });
  assert.deepEqual(poisoned, [null, null, "t/0/0"]);
  assert.deepEqual(crashes.poisoned, ["t/0/0"]);
});

Deno.test("CrashRecord does not suspect records when disk, store or log are to blame", () => {
  const crashes = new CrashRecord();
  for (const blame of ["disk", "store", "log"] as const) {
    for (let n = 0; n < 5; n++) {
      crashes.trying({ place: "t/0/0", records: 1 });
      assert.equal(crashes.crashed(blame).poisoned, null);
    }
  }
});

Deno.test("CrashRecord takes a record back that is left out and no better for it", () => {
  const crashes = new CrashRecord();
  const crash = () => {
    crashes.trying({ place: "t/0/0", records: 1 });
    return crashes.crashed("record").poisoned;
  };
  assert.deepEqual([crash(), crash(), crash(), crash()], [null, null, "t/0/0", null]);
  assert.deepEqual(crashes.poisoned, []);
});
