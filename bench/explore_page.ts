// Measures how soon the explorer shows rows of a large Parquet file over loopback, and the processor time that
// the browser takes for it: `deno run -A bench/explore_page.ts ADDRESS FILE [CHROMIUM]`, FILE as `/api/files`
// names it. On a machine that is busy, the processor time is the figure to read.

import { chromium } from "playwright-core";

const [address = "", file = "", executablePath = "/usr/bin/chromium"] = Deno.args;
const RUNS = 5, TICKS_PER_SECOND = 100;

/** Processor seconds so far of the process with this mark in its command line, and of all below it. */
function cpuSeconds(mark: string): number {
  const processes = new Map<number, { parent: number; ticks: number; isMarked: boolean }>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const isMarked = Deno.readTextFileSync(`/proc/${name}/cmdline`).includes(mark);
      const fields = Deno.readTextFileSync(`/proc/${name}/stat`).split(") ")[1]!.split(" ");
      const ticks = Number(fields[11]) + Number(fields[12]);
      processes.set(Number(name), { parent: Number(fields[1]), ticks, isMarked });
    } catch {
      // It ended meanwhile.
    }
  }
  const belongs = (pid: number): boolean => {
    const found = processes.get(pid);
    return found !== undefined && (found.isMarked || belongs(found.parent));
  };
  let ticks = 0;
  for (const [pid, found] of processes) if (belongs(pid)) ticks += found.ticks;
  return ticks / TICKS_PER_SECOND;
}

const mark = `--explore-page=${Deno.pid}`;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", mark] });
const spans: number[] = [], cpu: number[] = [];
let status = "";
for (let run = 0; run < RUNS; run++) {
  // A context of its own each time: nothing is in a cache.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const { files } = await (await fetch(new URL("/api/files", address))).json();
  const { href } = files.find(({ path }: { path: string }) => path === file);
  const url = new URL(`/explore?file=${encodeURIComponent(href)}`, address).href;
  const startMs = performance.now(), startCpu = cpuSeconds(mark);
  await page.goto(url, { waitUntil: "commit" });
  await page.locator(".row-body .row bdi").first().waitFor();
  spans.push((performance.now() - startMs) / 1000);
  cpu.push(cpuSeconds(mark) - startCpu);
  status = await page.getByText(/read [\d.]+ [kM]?B of/).innerText();
  await context.close();
}
await browser.close();
const summary = (values: readonly number[]) => ({
  median: values.toSorted((a, b) => a - b)[RUNS >> 1],
  all: values.map((value) => Math.round(value * 1000) / 1000),
});
console.log({ seconds: summary(spans), cpuSeconds: summary(cpu), status });
