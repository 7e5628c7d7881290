// The service's section of docs/benchmarks.md.

import type { MachineDescription } from "../describe_machine.ts";
import { renderMachine } from "../render_machine.ts";
import { renderTable } from "../render_table.ts";
import type { ApiMeasure } from "./measure_api.ts";
import type { LiveMeasure, LivePace } from "./measure_live.ts";

/** What was measured. */
export interface ServiceMeasures {
  readonly views: number;
  /** Mean number of processes that wanted a core, in the minute before each part. */
  readonly loads: readonly number[];
  readonly startsMs: readonly number[];
  readonly page: { readonly scripts: number; readonly bytes: number };
  readonly api: readonly ApiMeasure[];
  readonly few: LiveMeasure & LivePace;
  readonly many: LiveMeasure & LivePace;
}

/** The section as Markdown. */
export function renderServiceSection(
  machine: MachineDescription,
  measures: ServiceMeasures,
): string {
  const { views, api } = measures;
  return [
    "## Service",
    `One process with ${
      whole(views)
    } rows in its store. The load comes from other processes on the same machine, ` +
    "which share its cores with what is measured: processor time is the steadier figure.",
    renderMachine(machine).trim() +
    `\n- Load average before the parts, of ${machine.cores} cores: ${
      loadsOf(measures)
    }. From ${machine.cores} on, ` +
    "other work took its share: times are longer then than on a quiet machine.",
    "### `GET /api/shows?limit=20`",
    "The same bytes from the same SQLite file, by 16 connections in turns with one process each. Playhead keeps " +
    "an answer until the store's next commit and asks for its number each time; FastAPI once asks SQLite each " +
    "time and once only sends bytes that lie ready.",
    renderTable(
      ["", "answers/s", "p50 ms", "p99 ms", "processor µs an answer", "×"],
      api.map((one) => [
        ...[one.name, whole(one.perSecond), one.p50Ms.toFixed(2), one.p99Ms.toFixed(2)],
        ...[whole(one.cpuMicroseconds), (one.cpuMicroseconds / api[0]!.cpuMicroseconds).toFixed(1)],
      ]),
    ).trim(),
    "### Start, first page, live clients",
    renderTable(["what", "goal", "measured"], rowsOf(measures)).trim(),
    "Live messages are conflated to one in 50 ms: a view waits for the next one, so that no p99 can be much " +
    "below 50 ms while views come in all the time; the rest is log, commit and delivery.",
    "To repeat: `deno task bench:service`.",
  ].join("\n\n");
}

function rowsOf({ startsMs, page, few, many }: ServiceMeasures): string[][] {
  const median = startsMs[Math.floor(startsMs.length / 2)]!;
  const [beforeMb, afterMb] = many.residentBytes.map((bytes) => (bytes / 1e6).toFixed(0));
  return [
    [
      "`deno task start` to the first 200 of `/`, warm: median (fastest)",
      "< 1,000 ms",
      `${whole(median)} ms (${whole(startsMs[0]!)} ms)`,
    ],
    [
      "JavaScript of the first page, gzip",
      "≤ 60 KB",
      `${(page.bytes / 1e3).toFixed(1)} KB in ${page.scripts} files`,
    ],
    [
      `event → message, ${few.clients} WebSockets, ${whole(few.viewsPerSecond)} views/s: p50 / p99`,
      "p99 < 50 ms",
      `${few.p50Ms!.toFixed(0)} / ${few.p99Ms!.toFixed(0)} ms`,
    ],
    [
      `${whole(many.clients)} WebSockets: messages a second each`,
      "20",
      (many.messagesPerClient / many.seconds).toFixed(1),
    ],
    ["… memory after 3 s and at the end", "flat", `${beforeMb} → ${afterMb} MB`],
    ["… processor", "≤ 1 core", `${many.cores.toFixed(2)} cores`],
    ["… still connected at the end", `${whole(many.clients)}`, whole(many.connected)],
  ];
}

function loadsOf({ loads }: ServiceMeasures): string {
  return loads.map((load) => load.toFixed(1)).join(", ");
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
