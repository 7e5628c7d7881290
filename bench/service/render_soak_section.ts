// The soak's section of docs/benchmarks.md: its curve, minute by minute.

import type { MachineDescription } from "../describe_machine.ts";
import { renderMachine } from "../render_machine.ts";
import { renderTable } from "../render_table.ts";
import type { LiveLoad } from "./live_clients.ts";
import type { SoakLook, SoakPace } from "./soak_load.ts";

/** One minute of it. */
export interface Minute extends SoakLook {
  readonly minute: number;
}

/** All of it. */
export interface SoakMeasures {
  readonly pace: SoakPace & { readonly clients: number };
  readonly minutes: readonly Minute[];
  readonly live: LiveLoad;
}

const BARS = "▁▂▃▄▅▆▇█";

/** The section as Markdown. */
export function renderSoakSection(
  machine: MachineDescription,
  { pace, minutes, live }: SoakMeasures,
): string {
  const memory = minutes.map(({ residentMb }) => residentMb), after = memory.slice(1);
  const most = Math.max(...memory), first = after[0] ?? memory[0]!, last = memory.at(-1)!;
  const grown = (last - first) / first * 100;
  const curve = memory.map((mb) => BARS[Math.round(mb / most * (BARS.length - 1))]).join("");
  return [
    "## Soak",
    `${minutes.length} minutes: ${whole(pace.viewsPerSecond)} views a second in small requests, ` +
    `${pace.clients} WebSockets that listen, a reader who asks a page or a question ` +
    `${pace.pagesPerSecond} times a second. Senders, listeners and reader share the machine's cores.`,
    renderMachine(machine).trim(),
    `Memory by the minute, from 0 to ${whole(most)} MB: \`${curve}\`. ` +
    `From the second minute to the last it went from ${whole(first)} to ${whole(last)} MB ` +
    `(${grown >= 0 ? "+" : ""}${grown.toFixed(0)} %); the store grew by ` +
    `${whole(minutes.reduce((sum, { views }) => sum + views, 0))} views meanwhile.`,
    renderTable(
      [
        ...["minute", "views", "pending", "memory MB", "handles", "cores"],
        ...["POST p50 / p99 ms", "page p50 / p99 ms"],
      ],
      minutes.map((one) => [
        ...[`${one.minute}`, whole(one.views), whole(one.pending), whole(one.residentMb)],
        ...[`${one.handles}`, one.cores.toFixed(2), pair(one.postMs), pair(one.pageMs)],
      ]),
    ).trim(),
    `View → message on the WebSockets, over all of it: p50 ${(live.p50Ms ?? 0).toFixed(0)} ms, ` +
    `p99 ${(live.p99Ms ?? 0).toFixed(0)} ms; ${live.connected} of ${pace.clients} still listened ` +
    "at the end.",
    "To repeat: `deno task bench:soak`.",
  ].join("\n\n");
}

function pair([p50, p99]: readonly [number, number]): string {
  return `${p50.toFixed(1)} / ${p99.toFixed(1)}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
