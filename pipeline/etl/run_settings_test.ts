// Tests of a run's defaults and of outputs that cannot be.

import assert from "node:assert/strict";
import { UsageError } from "../../domain/errors.ts";
import { etlSettings } from "./run_settings.ts";

const SMALL = { inputs: ["in.csv"], workers: 1, memoryBytes: 1_000 };

Deno.test("etlSettings() puts quarantine and report beside the output", () => {
  const settings = etlSettings({ ...SMALL, out: "nowhere/views.parquet" }, 5);
  assert.equal(settings.outPath, "nowhere/views.parquet");
  assert.equal(settings.quarantinePath, "nowhere/views.quarantine.ndjson");
  assert.equal(settings.reportPath, "nowhere/views.report.json");
  assert.equal(settings.pagePath, "nowhere/views.report.html");
  assert.equal(settings.nowMs, 5);
});

Deno.test("etlSettings() names the page after a report that is asked for", () => {
  const settings = etlSettings({ ...SMALL, out: "nowhere/v", report: "r/of run.json" }, 0);
  assert.deepEqual([settings.reportPath, settings.pagePath], ["r/of run.json", "r/of run.html"]);
});

Deno.test("etlSettings() puts a file into a folder that is there or is written as one", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { outPath } = etlSettings({ ...SMALL, out: folder }, 0);
    assert.equal(outPath, `${folder}/processed_watch_data.parquet`);
    const made = etlSettings({ ...SMALL, out: "nowhere/new/" }, 0).outPath;
    assert.equal(made, "nowhere/new/processed_watch_data.parquet");
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("etlSettings() takes a folder for partitions, and no file", async () => {
  const file = await Deno.makeTempFile();
  try {
    const settings = etlSettings({ ...SMALL, out: "nowhere/views", partitionBy: "day" }, 0);
    assert.equal(settings.outPath, "nowhere/views");
    assert.equal(settings.reportPath, "nowhere/views.report.json");
    const refused = () => etlSettings({ ...SMALL, out: file, partitionBy: "month" }, 0);
    assert.throws(refused, UsageError);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("etlSettings() refuses files that would overwrite each other", () => {
  const same = () =>
    etlSettings({ ...SMALL, out: "a/x.parquet", quarantine: "a/b/../x.parquet" }, 0);
  assert.throws(same, (error) => error instanceof UsageError && /quarantine/.test(error.message));
});
