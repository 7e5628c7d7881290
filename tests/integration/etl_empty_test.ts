// Runs of the ETL that accept nothing, and outputs behind links: what is replaced, and what stays.

import assert from "node:assert/strict";
import { join } from "node:path";
import { auditMessage, type EtlOutcome, tryEtl } from "../../pipeline/etl.ts";
import type { EtlOptions } from "../../pipeline/etl/run_settings.ts";
import { countOutputRows } from "../../pipeline/etl/count_output_rows.ts";

const HEADER = "user_id,show_name,watch_duration_minutes,watch_date\n";
const ROWS = "ann,Lupin,30,2024-01-01\nbob,Lupin,30,2024-02-01\n";
const COLUMNS = ["user_id", "show_name", "watch_duration_minutes", "watch_date", "episode"];
const FRESH = JSON.stringify({
  ...{ apiVersion: "v3.1.0", kind: "DataContract", id: "fresh", version: "1.0.0" },
  schema: [{
    name: "watch_events",
    properties: COLUMNS.map((name) => ({ name, required: true })),
    quality: [{ name: "freshness.hours", metric: "freshness_hours", mustBeLessOrEqualTo: 36 }],
  }],
});

type Run = (input: string, out: string, more?: Partial<EtlOptions>) => Promise<EtlOutcome>;

async function inFolder(test: (run: Run, folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "playhead-empty-" }));
  const run: Run = (input, out, more = {}) =>
    tryEtl({ inputs: [join(folder, input)], out: join(folder, out), workers: 1, ...more });
  try {
    await Deno.writeTextFile(join(folder, "full.csv"), HEADER + ROWS);
    await Deno.writeTextFile(join(folder, "empty.csv"), HEADER);
    await Deno.writeTextFile(join(folder, "bad.csv"), `${HEADER}ann,,30,2024-01-01\n`);
    await Deno.writeTextFile(join(folder, "none.ndjson"), "");
    await test(run, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a run that accepts no row does not replace an output that has rows", () =>
  inFolder(async (run, folder) => {
    const partitionBy = "month";
    for (const [out, more] of [["v.parquet", {}], ["parts", { partitionBy }]] as const) {
      assert.ok((await run("full.csv", out, more)).published);
      for (const input of ["empty.csv", "none.ndjson", "bad.csv"]) {
        const outcome = await run(input, out, { ...more, maxQuarantined: 1 });
        assert.equal(outcome.published, false, input);
        assert.match(
          auditMessage(outcome.report, outcome.reportPath),
          /^The audit failed, the old output stays: output\.not_emptied is 0, must be ≥ 1 while the output there has 2 rows \(--allow-empty replaces it\); the report is \S+\.rejected\.report\.json$/,
        );
        assert.ok((await Deno.stat(outcome.reportPath)).isFile);
        assert.equal(await countOutputRows(join(folder, out)), 2);
      }
      const allowed = await run("empty.csv", out, { ...more, allowEmpty: true });
      assert.ok(allowed.published);
      assert.equal(await countOutputRows(join(folder, out)), 0);
      assert.ok((await run("empty.csv", out, more)).published, "nothing is there to keep");
    }
  }));

Deno.test("an output that is no Parquet is not replaced by nothing either", () =>
  inFolder(async (run, folder) => {
    await Deno.writeTextFile(join(folder, "v.parquet"), "other");
    const { published, report } = await run("empty.csv", "v.parquet");
    assert.equal(published, false);
    assert.match(auditMessage(report), /while the output there cannot be read/);
  }));

Deno.test("a metric without a value fails the contract", () =>
  inFolder(async (run, folder) => {
    const contract = join(folder, "contract.yaml");
    await Deno.writeTextFile(contract, FRESH);
    const { published, report } = await run("empty.csv", "v.parquet", { contract });
    assert.equal(published, false);
    assert.match(auditMessage(report), /freshness\.hours has no value, must be ≤ 36$/);
  }));

Deno.test("an output, quarantine and report behind links replace what the links lead to", () =>
  inFolder(async (run, folder) => {
    await Deno.mkdir(join(folder, "real"));
    await Deno.mkdir(join(folder, "links"));
    const names = ["v.parquet", "q.ndjson", "r.json", "parts"];
    for (const name of names) await Deno.symlink(`../real/${name}`, join(folder, "links", name));
    const paths = {
      quarantine: join(folder, "links/q.ndjson"),
      report: join(folder, "links/r.json"),
    };
    for (let time = 0; time < 2; time++) {
      assert.ok((await run("full.csv", "links/v.parquet", paths)).published);
      assert.ok((await run("full.csv", "links/parts", { partitionBy: "day" })).published);
      for (const name of names) {
        assert.ok((await Deno.lstat(join(folder, "links", name))).isSymlink, name);
        assert.ok(!(await Deno.lstat(join(folder, "real", name))).isSymlink, name);
      }
      assert.equal(await countOutputRows(join(folder, "real/v.parquet")), 2);
      assert.equal(await countOutputRows(join(folder, "real/parts")), 2);
    }
    await Deno.symlink("real", join(folder, "folder"));
    assert.ok((await run("full.csv", "folder/")).published);
    assert.ok((await Deno.lstat(join(folder, "folder"))).isSymlink);
    assert.ok((await Deno.stat(join(folder, "real/processed_watch_data.parquet"))).isFile);
    assert.deepEqual(
      [...Deno.readDirSync(join(folder, "real"))].filter(({ name }) => name.startsWith(".")),
      [],
    );
  }));

Deno.test("an output behind a link does not overwrite an input", () =>
  inFolder(async (run, folder) => {
    await Deno.symlink("full.csv", join(folder, "v.parquet"));
    await assert.rejects(run("full.csv", "v.parquet"), /as that is an input of this run/);
    await Deno.mkdir(join(folder, "parts"));
    await Deno.rename(join(folder, "full.csv"), join(folder, "parts/full.csv"));
    await Deno.symlink("parts", join(folder, "link"));
    const more = { partitionBy: "day" } as const;
    await assert.rejects(run("parts/full.csv", "link", more), /Cannot replace the folder/);
  }));
