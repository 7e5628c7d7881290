// Tests the benchmark's command line.

import assert from "node:assert/strict";
import { UsageError } from "../domain/errors.ts";
import { readEtlFlags } from "./etl_flags.ts";

const IDS = ["playhead", "polars"];

Deno.test("readEtlFlags() compares all programs on 1 M and 5 M rows by default", () => {
  assert.deepEqual(readEtlFlags([], IDS), {
    rows: [1_000_000, 5_000_000],
    repeat: 3,
    only: [],
    large: false,
    docsPath: "docs/benchmarks.md",
    help: false,
  });
});

Deno.test("readEtlFlags() sorts sizes, as growth is against the smaller input", () => {
  const { rows, repeat, only } = readEtlFlags(
    ["--large", "--rows", "500, 20", "--only", "polars"],
    IDS,
  );
  assert.deepEqual({ rows, repeat, only }, { rows: [20, 500], repeat: 1, only: ["polars"] });
});

Deno.test("readEtlFlags() refuses what it does not know", () => {
  for (const args of [["--row", "5"], ["--rows", "5e6"], ["--rows"], ["--repeat", "0"]]) {
    assert.throws(() => readEtlFlags(args, IDS), UsageError, args.join(" "));
  }
  assert.throws(() => readEtlFlags(["--only", "spark"], IDS), /of playhead, polars.*"spark"/);
});
