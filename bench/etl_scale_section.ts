// The section "ETL: memory by rows" of docs/benchmarks.md, from measured runs only.

import type { MachineDescription } from "./describe_machine.ts";
import type { SizeResult } from "./etl_section.ts";
import { renderMachine } from "./render_machine.ts";
import { renderTable } from "./render_table.ts";
import { summarizeRuns } from "./summarize_runs.ts";

/** Markdown; growth is against the next smaller input, so `results` are ascending by rows. */
export function renderEtlScaleSection(
  results: readonly SizeResult[],
  { machine, repeat }: { readonly machine: MachineDescription; readonly repeat: number },
): string {
  const header = [
    ...["rows", "CSV, GB", "seconds", "rows/s", "peak memory, GB"],
    ...["growth, bytes/row", "Parquet, bytes/row"],
  ];
  const peaks = results.map((result) => median(result, "peakBytes"));
  const table = renderTable(
    header,
    results.map((result, index) => {
      const seconds = median(result, "wallSeconds");
      const before = results[index - 1];
      const growth = before === undefined
        ? "–"
        : ((peaks[index]! - peaks[index - 1]!) / (result.rows - before.rows)).toFixed(0);
      return [
        result.rows.toLocaleString("en"),
        (result.inputBytes / 1e9).toFixed(2),
        seconds.toFixed(2),
        `${(result.rows / seconds / 1e6).toFixed(2)} M`,
        (peaks[index]! / 1e9).toFixed(2),
        growth,
        (median(result, "outputBytes") / result.rows).toFixed(1),
      ];
    }),
  );
  const runs = repeat === 1 ? "One run each" : `Medians of ${repeat} runs`;
  return `## ETL: memory by rows

Playhead alone, whole process. ${runs}. Growth is the further peak memory for each further row, against the line
above.

${renderMachine(machine)}
${table}
To repeat: \`deno task bench:etl --large\`.`;
}

function median(
  { contestants }: SizeResult,
  figure: "wallSeconds" | "peakBytes" | "outputBytes",
): number {
  return summarizeRuns(contestants[0]!.runs.map((run) => run[figure])).median;
}
