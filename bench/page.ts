// `deno task bench:page`: what pages cost, and how soon they answer, while 1,000 views a second come in.

import { findChromium } from "../fresh/fixture/find_chromium.ts";
import { startService } from "../tests/start_service.ts";
import { describeMachine } from "./describe_machine.ts";
import type { PageFigures, PageMeasure } from "./measure_page.ts";
import { renderPageSection } from "./page_section.ts";
import { benchPath } from "./paths.ts";
import { writeSection } from "./write_section.ts";

const VIEWS_PER_SECOND = 1_000, SENDS_PER_SECOND = 20, SECONDS = 15;
const PAGES = [
  { path: "", buttons: ["^(?:Pause|Resume)", "^Use the", "^Keyboard shortcuts"] },
  { path: "live-wall", buttons: ["^Keyboard shortcuts"] },
];

/** Sends views at an even pace until the signal is given. */
async function sendViews(address: string, signal: AbortSignal): Promise<void> {
  const each = VIEWS_PER_SECOND / SENDS_PER_SECOND, startMs = performance.now();
  for (let sent = 0; !signal.aborted; sent++) {
    const rows = Array.from({ length: each }, (_, i) => ({
      user_id: `u-${(sent * each + i) * 7_919 % 20_000}`,
      show_name: `Show ${(sent * each + i) * 31 % 300}`,
      episode: `S01E0${i % 9}`,
      device: ["Smart TV", "Phone", "Laptop"][i % 3],
      country: ["DE", "GB", "US", "FR"][i % 4],
      watch_duration_minutes: 1 + i % 90,
      watch_date: new Date().toISOString(),
      event_id: `page-${sent}-${i}`,
    }));
    const answer = await fetch(`${address}api/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(rows),
    });
    if (!answer.ok) throw new Error(`Cannot send views: ${await answer.text()}`);
    await answer.body?.cancel();
    const dueMs = startMs + (sent + 1) / SENDS_PER_SECOND * 1_000;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
  }
}

async function measure(address: string, how: PageMeasure): Promise<PageFigures> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--frozen", "--no-prompt", "--allow-all", benchPath("measure_page.ts")],
      ...[address, JSON.stringify(how)],
    ],
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`Cannot measure ${address}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

const executablePath = await findChromium();
if (executablePath === null) throw new Error("Cannot measure pages as Chromium must be in PATH");
const dataPath = await Deno.makeTempDir({ prefix: "playhead-bench-page-" });
const service = await startService(dataPath),
  stop = new AbortController();
const sending = sendViews(service.url, stop.signal);
try {
  const figures: PageFigures[] = [];
  for (const { path, buttons } of PAGES) {
    figures.push(
      await measure(`${service.url}${path}`, { executablePath, seconds: SECONDS, buttons }),
    );
  }
  const section = renderPageSection(figures, {
    viewsPerSecond: VIEWS_PER_SECOND,
    load: Deno.loadavg()[0]!,
    machine: await describeMachine({ withPeers: false }),
  });
  console.log(section);
  await writeSection(benchPath("../docs/benchmarks.md"), "bench:page", section);
} finally {
  stop.abort();
  await sending.catch(() => {});
  service.kill("SIGTERM");
  await service.ended;
  await Deno.remove(dataPath, { recursive: true });
}
