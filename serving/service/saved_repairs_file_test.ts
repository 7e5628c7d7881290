// Tests of the saved repairs' file: as many as may be kept, and a damaged one is named.

import assert from "node:assert/strict";
import { join } from "node:path";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { ConflictError, DamagedFileError } from "../../domain/errors.ts";
import { SavedRepairsFile } from "./saved_repairs_file.ts";

const SAVED = {
  ...{ select: {}, repair: { steps: [] }, created_at: "2026-01-01T00:00:00.000Z", settled: 0 },
  stopped: null,
};

Deno.test("SavedRepairsFile keeps a hundred of many that are saved at once, and refuses the others", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = new SavedRepairsFile(new DiskLake(folder));
    const ends = await Promise.allSettled(
      Array.from({ length: 130 }, (_, n) => file.put({ ...SAVED, name: `n${n}` }, 0)),
    );
    const refused = ends.filter((end) => end.status === "rejected");
    assert.equal(refused.length, 30);
    for (const { reason } of refused) assert.ok(reason instanceof ConflictError);
    assert.equal((await file.list()).length, 100);
    await file.put({ ...SAVED, name: "n0" }, 5); // one of them may still be replaced
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("SavedRepairsFile names a damaged file with a way out, and leaves it as it is", async () => {
  const folder = await Deno.makeTempDir(), path = join(folder, "repairs.json");
  try {
    for (const text of ["{", "[]", '{"repairs":[1]}', ""]) {
      await Deno.writeTextFile(path, text);
      const isNamed = (error: unknown) =>
        error instanceof DamagedFileError && /repairs\.json.*doctor --repair/.test(error.message);
      await assert.rejects(new SavedRepairsFile(new DiskLake(folder)).list(), isNamed);
      await assert.rejects(
        new SavedRepairsFile(new DiskLake(folder)).put({ ...SAVED, name: "x" }, 0),
        isNamed,
      );
      assert.equal(await Deno.readTextFile(path), text);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
