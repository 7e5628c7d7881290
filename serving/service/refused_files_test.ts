// Tests of files that are set aside: kept across restarts, let go when they are gone or mended.

import assert from "node:assert/strict";
import { join } from "node:path";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { RefusedFiles } from "./refused_files.ts";

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-refused-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("RefusedFiles keeps why a file was refused, until it is taken in or gone", () =>
  inFolder(async (folder) => {
    const [a, b] = [join(folder, "a.csv"), join(folder, "b.csv")];
    for (const path of [a, b]) await Deno.writeTextFile(path, "x");
    const files = await RefusedFiles.open(new DiskLake(folder));
    for (const path of [a, b]) {
      assert.ok(await files.begin(path, "1"));
      await files.end(path, { reason: `Cannot read ${path}`, runId: null });
    }
    const again = await RefusedFiles.open(new DiskLake(folder));
    assert.deepEqual(again.list().map(({ path }) => path).sort(), [a, b]);
    await again.end(a, { reason: null, runId: null });
    assert.deepEqual(again.list().map(({ path, reason }) => [path, reason]), [
      [b, `Cannot read ${b}`],
    ]);
    await Deno.remove(b);
    assert.deepEqual(again.list(), []);
  }));

Deno.test("RefusedFiles sets aside a file in whose reading processes end, until it changes", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    await Deno.writeTextFile(path, "x");
    for (let start = 0; start < 3; start++) {
      assert.ok(
        await (await RefusedFiles.open(new DiskLake(folder))).begin(path, "1"),
        `start ${start}`,
      );
    }
    const files = await RefusedFiles.open(new DiskLake(folder));
    assert.equal(await files.begin(path, "1"), false);
    assert.match(files.list()[0]!.reason, /^The service ended 3 times while it read the file/);
    assert.ok(await files.begin(path, "2"));
    await Deno.writeTextFile(join(folder, "refused_files.json"), "{");
    assert.deepEqual((await RefusedFiles.open(new DiskLake(folder))).list(), []);
  }));
