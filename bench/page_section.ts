// The section "Pages" of docs/benchmarks.md, from one measured run.

import type { MachineDescription } from "./describe_machine.ts";
import type { PageFigures } from "./measure_page.ts";
import { renderMachine } from "./render_machine.ts";
import { renderTable } from "./render_table.ts";

/** Markdown. */
export function renderPageSection(
  pages: readonly PageFigures[],
  { viewsPerSecond, load, machine }: {
    readonly viewsPerSecond: number;
    /** The machine's load average at the end. */
    readonly load: number;
    readonly machine: MachineDescription;
  },
): string {
  const rows = (
    [
      ["frames a second", "60", ({ framesPerSecond }) => framesPerSecond.toFixed(0)],
      ["main thread, of a core", "< 5 %", ({ mainThread }) => percent(mainThread)],
      ["of that: styles and layout", "", ({ layout }) => percent(layout)],
      ["the page's process, of a core", "", ({ process }) => percent(process)],
      ["live messages a second", "≤ 20", ({ messages }) => messages.toFixed(1)],
      ["press to next paint, median", "", ({ medianMs }) => `${medianMs} ms`],
      ["press to next paint, slowest", "< 100 ms", ({ slowestMs }) => `${slowestMs} ms`],
      ["presses", "", ({ interactions }) => String(interactions)],
    ] satisfies [string, string, (figures: PageFigures) => string][]
  ).map(([what, goal, tell]) => [what, goal, ...pages.map(tell)]);
  const table = renderTable(["what", "goal", ...pages.map(({ path }) => path)], rows);
  return `## Pages

Pages open in Chromium (headless, drawn by software, 1440 × 900) while ${
    viewsPerSecond.toLocaleString("en")
  } views a second are sent to
the service, which tells pages of them in at most 20 messages a second; a page changes at most twice a second.
Browser, service and sender share the machine's cores${
    busy(load)
  }. Presses are real ones, on buttons of the page; durations
are the browser's own, in steps of 8 ms.

${renderMachine(machine)}
${table}
To repeat: \`deno task bench:page\`.`;
}

/** What else the machine did, when it was much. */
function busy(load: number): string {
  return load < 4 ? "" : `, which were busy with other work too (load average ${load.toFixed(0)})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
