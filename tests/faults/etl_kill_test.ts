// Kills the ETL at many moments, and runs it twice at once: the output stays whole.

import assert from "node:assert/strict";
import { join } from "node:path";
import { recoverOutputs } from "../../lake/disk/publish/recover_runs.ts";
import { outputRunIds, runEtlTask, startEtl, writeViews } from "./etl_trial.ts";

const KILLS = 6;

for (const partitionBy of ["none", "month"]) {
  const name = `etl by ${partitionBy}`;

  Deno.test(`${name}, killed at any moment, leaves a whole output and is cleaned up after`, async () => {
    const { folder, args, out } = prepare(partitionBy);
    try {
      const startedMs = Date.now();
      assert.deepEqual(await runEtlTask(args), { code: 0, said: "" });
      const usualMs = Date.now() - startedMs;
      for (let kill = 1; kill <= KILLS; kill++) {
        const child = startEtl(args);
        const timer = setTimeout(() => endAtOnce(child), usualMs * kill / KILLS);
        await child.output();
        clearTimeout(timer);
        recoverOutputs(folder);
        await checkPublished(out);
      }
      assert.deepEqual(await runEtlTask(args), { code: 0, said: "" });
      await checkOneRun(folder, out);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });

  Deno.test(`${name}, run three times at once, ends with the files of one run`, async () => {
    const { folder, args, out } = prepare(partitionBy);
    try {
      const ends = await Promise.all([1, 2, 3].map(() => runEtlTask(args)));
      assert.deepEqual(ends, Array(3).fill({ code: 0, said: "" }));
      await checkOneRun(folder, out);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

Deno.test("etl refuses a quarantine that would overwrite its output", async () => {
  const { folder, args, out } = prepare("none");
  try {
    const { code, said } = await runEtlTask([...args, "--quarantine", out]);
    assert.equal(code, 2);
    assert.match(said, /^error: Cannot write the quarantine to [^\n]*$/);
    assert.deepEqual(namesIn(folder), ["in.csv"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

function prepare(partitionBy: string) {
  const folder = Deno.makeTempDirSync({ prefix: "etl-kill-" });
  const input = join(folder, "in.csv");
  const out = join(folder, partitionBy === "none" ? "out.parquet" : "out");
  writeViews(input, 5_000);
  const args = [input, "--out", out, "--partition-by", partitionBy, "--max-quarantined", "0.5"];
  return { folder, args, out };
}

function endAtOnce(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function checkOneRun(folder: string, out: string): Promise<void> {
  await checkPublished(out);
  assert.deepEqual(namesIn(folder).filter((name) => name.startsWith(".")), []);
}

async function checkPublished(out: string): Promise<void> {
  const stem = out.replace(/\.parquet$/, "");
  const { run_id } = JSON.parse(Deno.readTextFileSync(`${stem}.report.json`));
  assert.deepEqual(await outputRunIds(out), new Set([run_id]));
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
