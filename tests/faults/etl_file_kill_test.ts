// Kills the ETL at each of its file operations, from the first to the last: what is published is then, or
// once the next to come has seen to it, wholly of the old run or wholly of the new one.

import assert from "node:assert/strict";
import { join } from "node:path";
import { tryEtl } from "../../pipeline/etl.ts";
import {
  recoverOutputs,
  recoverRuns,
  RUN_FOLDER_PREFIX,
} from "../../lake/disk/publish/recover_runs.ts";
import { DISK } from "../../lake/disk/file_layer.ts";
import { outputRunIds } from "./etl_trial.ts";
import { Killed, KilledFiles } from "./killed_files.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date";
const NOW_MS = Date.UTC(2024, 5, 1);

/** Views on two days, and a bad row by which the quarantine is known again. */
function input(name: string): string {
  const bad = `${name},Lupin,minus,2024-01-01`;
  const good = ["01", "02"].map((day) => `${name},Lupin,30,2024-01-${day}`);
  return [HEADER, ...good, ...good.map((row) => row.replace("Lupin", "Dark")), bad, ""].join("\n");
}

for (const [partitionBy, reports] of [["none", null], ["day", "reports"]] as const) {
  Deno.test(`etl by ${partitionBy}, killed at each file operation, publishes all or nothing`, async () => {
    const folder = Deno.makeTempDirSync({ prefix: "etl-file-kill-" });
    try {
      await killAtEach(folder, partitionBy, reports === null ? null : join(folder, reports));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

async function killAtEach(folder: string, partitionBy: "none" | "day", reports: string | null) {
  const out = join(folder, "out", partitionBy === "none" ? "views.parquet" : "views");
  const stem = (reports ? join(reports, "views") : out).replace(/\.parquet$/, "");
  const run = async (name: string, disk: KilledFiles) => {
    Deno.writeTextFileSync(join(folder, `${name}.csv`), input(name));
    try {
      await tryEtl({
        inputs: [join(folder, `${name}.csv`)],
        out,
        report: `${stem}.report.json`,
        partitionBy,
        maxQuarantined: 1,
        workers: 1,
        nowMs: NOW_MS,
        files: disk.layer,
      });
    } catch (error) {
      if (
        !(error instanceof Killed) && !(error instanceof Error && error.cause instanceof Killed)
      ) {
        throw error;
      }
    }
  };
  await run("old", new KilledFiles());
  let published = "old", changes = 0;
  for (let killAt = 1, isDead = true; isDead; killAt++) {
    const next = published === "old" ? "new" : "old";
    const disk = new KilledFiles(killAt);
    await run(next, disk);
    isDead = disk.isDead;
    recoverOutputs(join(folder, "out"));
    const found = await publishedRun(out, `${stem}.report.json`);
    assert.ok(found === published || found === next, `killed at ${killAt}: ${found}`);
    if (found === next) changes++;
    published = found;
    if (isDead) clear(join(folder, "out"));
  }
  assert.ok(changes > 1, "killed after the moment that decides, and then not killed");
  assert.deepEqual(hidden(folder), []);
}

/** Has leftovers removed, a minute before their time, so that they do not add up over the kills. */
function clear(folder: string): void {
  for (const { name } of Deno.readDirSync(folder)) {
    if (name.startsWith(RUN_FOLDER_PREFIX)) Deno.utimeSync(join(folder, name), 0, 0);
  }
  recoverRuns(folder, DISK);
  assert.deepEqual(hidden(folder), []);
}

/** The name of the one run that all published files are of. */
async function publishedRun(out: string, reportPath: string): Promise<string> {
  const { run_id, inputs } = JSON.parse(Deno.readTextFileSync(reportPath));
  const name = /(\w+)\.csv$/.exec(inputs[0].path)![1];
  assert.deepEqual(await outputRunIds(out), new Set([run_id]), "output and report");
  const page = Deno.readTextFileSync(reportPath.replace(/json$/, "html"));
  assert.ok(page.includes(run_id), "page and report");
  const quarantine = out.replace(/\.parquet$/, "") + ".quarantine.ndjson";
  const [line] = Deno.readTextFileSync(quarantine).split("\n");
  assert.equal(JSON.parse(line).raw.split(",")[0], name, "quarantine and report");
  return name;
}

/** Hidden files and folders, wherever they are; the last run was not killed and has removed them. */
function hidden(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (name.startsWith(".")) return [path];
    return isDirectory ? hidden(path) : [];
  });
}
