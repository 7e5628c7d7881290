// Tests of where the runs of raw files put their output.

import assert from "node:assert/strict";
import fc from "fast-check";
import { outputOf } from "./output_of.ts";

const USUAL = {
  rawDataPath: "/data/raw/watch_logs.csv",
  processedDataPath: "/data/out/watch.parquet",
};
const outputsOf = (...names: string[]) =>
  names.map((name) => outputOf(`/data/raw/${name}`, USUAL).replace("/data/out/", ""));

Deno.test("outputOf() gives the usual file its place, a CSV its own, and other forms theirs", () => {
  assert.deepEqual(outputsOf("watch_logs.csv", "month.csv", "month.ndjson", "month.csv.gz"), [
    ...["watch.parquet", "month.parquet", "month.ndjson.parquet", "month.csv.gz.parquet"],
  ]);
});

Deno.test("outputOf() lets no other file hit the usual output", () => {
  assert.deepEqual(outputsOf("watch.csv", "Watch.csv", "watch.json"), [
    ...["watch.csv.parquet", "Watch.csv.parquet", "watch.json.parquet"],
  ]);
  const usual = { ...USUAL, processedDataPath: "/data/out/month.ndjson.parquet" };
  assert.equal(outputOf("/data/raw/month.ndjson", usual), "/data/out/month.ndjson.raw.parquet");
});

Deno.test("outputOf() gives no two files one place, nor one the place of another's quarantine", () => {
  const part = fc.constantFrom("a", "watch", "rejected", "raw", "csv", "ndjson", "json", "parquet");
  const name = fc.tuple(
    fc.array(part, { minLength: 1, maxLength: 4 }),
    fc.constantFrom(".csv", ".CSV", ".ndjson", ".json.gz", ".csv.zst", ".zip", ".tsv"),
  ).map(([parts, ending]) => parts.join(".") + ending);
  fc.assert(fc.property(name, name, (one, other) => {
    if (one === other) return;
    const [first, second] = outputsOf(one, other) as [string, string];
    assert.notEqual(first, second);
    assert.notEqual(first.replace(/\.parquet$/, ".rejected"), second.replace(/\.parquet$/, ""));
  }));
});
