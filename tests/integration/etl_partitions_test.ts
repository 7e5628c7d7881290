// Runs the ETL over more days than a process may hold files open, with a file for each day.

import assert from "node:assert/strict";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { runEtl } from "../../pipeline/etl.ts";
import { parquetDecompressors } from "../../pipeline/io/parquet/parquet_decompressors.ts";
import { KilledFiles } from "../faults/killed_files.ts";

const DAYS = 400, USERS = 30;

for (const memoryBytes of [undefined, 100_000]) {
  const name = memoryBytes === undefined ? "in memory" : "spilled";
  Deno.test(`etl by day keeps few files open, ${name}, and each has its day's rows in order`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "playhead-partitions-" });
    try {
      await Deno.writeTextFile(join(folder, "in.csv"), views());
      const disk = new KilledFiles();
      const report = await runEtl({
        inputs: [join(folder, "in.csv")],
        out: join(folder, "out"),
        partitionBy: "day",
        files: disk.layer,
        memoryBytes,
        workers: 2,
        nowMs: Date.UTC(2026, 0),
      });
      assert.equal(report.output.rows, DAYS * USERS);
      assert.ok(disk.mostOpen <= 8, `${disk.mostOpen} files open`);
      const days = [...Deno.readDirSync(join(folder, "out"))].map(({ name }) => name);
      assert.equal(days.length, DAYS);
      for (const day of days) await checkDay(join(folder, "out", day, "part-0.parquet"), day);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

function views(): string {
  const lines = ["user_id,show_name,watch_duration_minutes,watch_date"];
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString();
    for (let user = 10; user < 10 + USERS; user++) lines.push(`u${user},Lupin,30,${date}`);
  }
  return lines.join("\n");
}

async function checkDay(path: string, day: string): Promise<void> {
  const file = (await Deno.readFile(path)).buffer;
  const rows = await parquetReadObjects({ file, compressors: parquetDecompressors });
  const users = rows.map(({ user_id }) => user_id);
  assert.deepEqual(users, Array.from({ length: USERS }, (_, i) => `u${10 + i}`));
  for (const { watch_date } of rows) {
    assert.equal(`watch_day=${watch_date.toISOString().slice(0, 10)}`, day);
  }
}
