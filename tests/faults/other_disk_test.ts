// Report and quarantine on another file system than the output, where files can only be copied.

import assert from "node:assert/strict";
import { join } from "node:path";
import { AuditError, UsageError } from "../../domain/errors.ts";
import { runEtl } from "../../pipeline/etl.ts";
import { SmallDisk } from "./small_disk.ts";

const ROWS =
  "user_id,show_name,watch_duration_minutes,watch_date\nu,Lupin,30,2024-01-01\nu,,5,2024-01-01\n";

Deno.test("runEtl() publishes across disks, and nothing when one of them cannot be written", async () => {
  await using disk = await SmallDisk.mount("2m");
  if (disk === null) return;
  const folder = await Deno.makeTempDir({ prefix: "playhead-other-disk-" });
  try {
    await Deno.writeTextFile(join(folder, "a.csv"), ROWS);
    const options = {
      inputs: [join(folder, "a.csv")],
      out: join(folder, "out", "views.parquet"),
      report: join(disk.path, "reports", "views.json"),
      quarantine: join(disk.path, "bad.ndjson"),
      maxQuarantined: 1,
      nowMs: Date.UTC(2024, 5),
      workers: 1,
    };
    const { run_id } = await runEtl(options);
    assert.equal(JSON.parse(await Deno.readTextFile(options.report)).run_id, run_id);
    assert.equal((await Deno.readTextFile(options.quarantine)).split("\n").length, 2);
    assert.deepEqual(namesIn(disk.path), ["bad.ndjson", "reports", "views.html", "views.json"]);
    assert.deepEqual(namesIn(join(folder, "out")), ["views.parquet"]);

    await disk.makeReadOnly();
    const kept = await Deno.readFile(options.out);
    await assert.rejects(runEtl(options), (error) => {
      assert.ok(error instanceof AuditError);
      assert.match(error.message, /^Cannot write .*, the old output stays: Read-only file system/);
      return true;
    });
    assert.deepEqual(await Deno.readFile(options.out), kept);
    assert.deepEqual(namesIn(join(folder, "out")), ["views.parquet"]);
    await assert.rejects(runEtl({ ...options, out: join(disk.path, "new.parquet") }), UsageError);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Names of all files and folders below a folder, but for locks. */
function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((
    { name, isDirectory },
  ) => [name, ...isDirectory ? namesIn(join(folder, name)) : []]).filter((name) =>
    !name.startsWith(".playhead-lock")
  ).sort();
}
