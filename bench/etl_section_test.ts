// Tests the figures of both ETL sections against runs whose ratios are known.

import assert from "node:assert/strict";
import type { ContestantRuns } from "./compare_contestants.ts";
import type { EtlRun } from "./run_contestant.ts";
import { renderEtlScaleSection } from "./etl_scale_section.ts";
import { renderEtlSection } from "./etl_section.ts";

const MACHINE = {
  cpu: "Some CPU",
  cores: 2,
  memoryBytes: 8 * 2 ** 30,
  versions: ["Deno 1", "polars 2"],
  day: "2001-02-03",
};

function contestant(
  name: string,
  wallSeconds: readonly number[],
  peakBytes: number,
): ContestantRuns {
  const rest = { cpuSeconds: 3, peakBytes, outputBytes: 50e6 };
  // The sections never look at figures: they were compared before.
  const figures = {} as EtlRun["figures"];
  return { name, runs: wallSeconds.map((seconds) => ({ ...rest, figures, wallSeconds: seconds })) };
}

Deno.test("renderEtlSection() shows medians, spread and the ratios to the first program", () => {
  const contestants = [
    contestant("Playhead", [2, 1, 9], 500e6),
    contestant("polars", [8, 7, 10], 1500e6),
  ];
  const size = { rows: 5_000_000, inputBytes: 266e6, contestants };
  const section = renderEtlSection([size], { machine: MACHINE, repeat: 3 });
  assert.match(section, /Some CPU, 2 cores, 8 GiB of memory; measured on 2001-02-03/);
  assert.match(section, /### 5,000,000 rows, 266 MB of CSV/);
  const row = section.split("\n").find((line) => line.startsWith("| polars"))!;
  assert.deepEqual(row.split("|").map((cell) => cell.trim()).slice(1, -1), [
    ...["polars", "8.00 (7.00–10.00)", "4.00", "0.63 M", "3.00"],
    ...["1500 (1500–1500)", "3.00", "50.0", "1.00"],
  ]);
});

Deno.test("renderEtlScaleSection() shows growth against the input before", () => {
  const results = [[1e6, 300e6], [5e6, 500e6], [20e6, 1100e6]].map(([rows, peakBytes]) => ({
    rows: rows!,
    inputBytes: rows! * 53,
    contestants: [contestant("Playhead", [2], peakBytes!)],
  }));
  const section = renderEtlScaleSection(results, { machine: MACHINE, repeat: 1 });
  const growth = section.split("\n").filter((line) => /^\| [0-9]/.test(line))
    .map((line) => line.split("|")[6]!.trim());
  assert.deepEqual(growth, ["–", "50", "40"]);
});
