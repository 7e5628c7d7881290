// The section "Stream" of docs/benchmarks.md, from one measured run.

import type { MachineDescription } from "./describe_machine.ts";
import type { ProcessCost } from "./measure_process.ts";
import type { StreamFigures } from "./measure_stream.ts";
import { renderMachine } from "./render_machine.ts";
import { renderTable } from "./render_table.ts";

/** Markdown. */
export function renderStreamSection(
  /** `drained`: seconds from a full log to the store. */
  figures: StreamFigures & { readonly drained: number },
  { loop, machine, load }: {
    readonly loop: ProcessCost & { readonly figures: { readonly seconds: number } };
    readonly machine: MachineDescription;
    /** Processes that wanted a core, on average over the run's last minute. */
    readonly load: number;
  },
): string {
  const { ledger, appendSeconds, commitSeconds, memoryBytes, latencies } = figures;
  const rows = ledger.accepted + ledger.duplicate + ledger.quarantined;
  const perSecond = (seconds: number) => `${Math.round(rows / seconds).toLocaleString("en")}/s`;
  const perThousand = (seconds: number) => `${(seconds / rows * 1e6).toFixed(0)} ms`;
  const table = renderTable(["what", "goal", "measured"], [
    ["append, batches of 1,000, acknowledged", "", perSecond(appendSeconds)],
    ["append to committed in the store", "50,000/s", perSecond(commitSeconds)],
    ["from a full log to committed in the store", "", perSecond(figures.drained)],
    ["the loop in Python", "", perSecond(loop.figures.seconds)],
    ["processor time, 1,000 events", "", perThousand(figures.cpuSeconds)],
    ["the loop in Python, the same", "", perThousand(loop.cpuSeconds)],
    ["1,000 a second: acknowledged", "p99 < 10 ms", quantiles(latencies.acknowledgedMs)],
    ["1,000 a second: subscriber told", "p99 < 50 ms", quantiles(latencies.committedMs)],
    ["start over the filled store", "< 1 s", `${figures.startMs.toFixed(0)} ms`],
    ["memory after each quarter", "flat", memoryBytes.map(megabytes).join(", ") + " MB"],
    ["on disk: log, an event", "", `${Math.round(figures.logBytes / rows)} bytes`],
    ["on disk: store, an event", "", `${Math.round(figures.storeBytes / rows)} bytes`],
  ]);
  return `## Stream

${
    rows.toLocaleString("en")
  } events, 1% of them repeated and 1% against a rule, appended to the embedded log (durable,
batches of 1,000, four at a time) while the consumer applies them in its worker: validation, duplicates, sittings, binges,
sums by time, show, country and device, users, cohorts, ledger and positions, each commit durable. The loop in
Python (one thread, \`sqlite3\`, commits of 20,000) comes to the same ledger, and keeps views with two indexes and sums by
hour and show, but no log, no sittings and none of the rest. Other work shared the cores (load average ${
    load.toFixed(0)
  }):
rates and latencies are those of a busy machine; processor time depends on that less.

${renderMachine(machine)}
${table}
To repeat: \`deno task bench:stream [ROWS]\`.`;
}

/** `p50 1.2, p99 3.4 ms`. */
export function quantiles(ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!.toFixed(1);
  return `p50 ${at(0.5)}, p99 ${at(0.99)} ms`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
