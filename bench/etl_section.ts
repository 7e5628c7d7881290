// The section "ETL" of docs/benchmarks.md, from measured runs only.

import type { ContestantRuns } from "./compare_contestants.ts";
import type { MachineDescription } from "./describe_machine.ts";
import { renderMachine } from "./render_machine.ts";
import { renderTable } from "./render_table.ts";
import { type Spread, summarizeRuns } from "./summarize_runs.ts";

/** All runs on one input. */
export interface SizeResult {
  readonly rows: number;
  readonly inputBytes: number;
  /** The first one is what the ratios are against. */
  readonly contestants: readonly ContestantRuns[];
}

/** Markdown; `repeat` is the number of measured runs behind each median. */
export function renderEtlSection(
  results: readonly SizeResult[],
  { machine, repeat }: { readonly machine: MachineDescription; readonly repeat: number },
): string {
  return `## ETL

A CSV file in; Parquet (zstd), quarantine and figures out. Each run is a whole process, started cold with warm disk
caches; peak memory is that of its process tree. Each program's ledger, reasons and figures were compared
before and at every measured run and are equal. Medians of ${repeat} interleaved runs, smallest and largest in brackets;
× is the program's median ÷ ${
    results[0]?.contestants[0]?.name
  }'s, of the column before it (seconds, for the first).

${renderMachine(machine)}
${results.map(renderSize).join("\n")}
To repeat: \`deno task bench:etl\`. What is compared, and why it is fair: [bench/README.md](../bench/README.md).`;
}

function renderSize({ rows, inputBytes, contestants }: SizeResult): string {
  const first = medians(contestants[0]!);
  const header = [
    ...["", "seconds", "time ×", "rows/s", "CPU s", "peak memory, MB", "memory ×"],
    ...["Parquet, MB", "file ×"],
  ];
  const table = renderTable(
    header,
    contestants.map((contestant) => {
      const own = medians(contestant);
      return [
        contestant.name,
        spread(own.wall, (seconds) => seconds.toFixed(2)),
        ratio(own.wall, first.wall),
        `${(rows / own.wall.median / 1e6).toFixed(2)} M`,
        own.cpu.median.toFixed(2),
        spread(own.peak, megabytes),
        ratio(own.peak, first.peak),
        megabytes(own.output.median, 1),
        ratio(own.output, first.output),
      ];
    }),
  );
  const title = `### ${rows.toLocaleString("en")} rows, ${megabytes(inputBytes)} MB of CSV`;
  return `${title}\n\n${table}`;
}

function medians({ runs }: ContestantRuns) {
  return {
    wall: summarizeRuns(runs.map((run) => run.wallSeconds)),
    cpu: summarizeRuns(runs.map((run) => run.cpuSeconds)),
    peak: summarizeRuns(runs.map((run) => run.peakBytes)),
    output: summarizeRuns(runs.map((run) => run.outputBytes)),
  };
}

const megabytes = (sizeBytes: number, digits = 0) => (sizeBytes / 1e6).toFixed(digits);
const ratio = (own: Spread, first: Spread) => (own.median / first.median).toFixed(2);
const spread = ({ median, min, max }: Spread, render: (value: number) => string) =>
  `${render(median)} (${render(min)}–${render(max)})`;
