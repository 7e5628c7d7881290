// Runs the checks in a browser over a running service with sample data. They are processes of their own, as
// the browser's driver needs every permission.

import assert from "node:assert/strict";
import { findChromium } from "../../fresh/fixture/find_chromium.ts";
import { startService } from "../start_service.ts";

const executablePath = await findChromium();
/** The sample is read, published and applied. */
const SAMPLE_WITHIN_MS = 90_000;
const SAMPLE_ROWS = 115_000;

if (executablePath === null) {
  console.warn(
    "SKIPPED: the checks in a browser, as no Chromium was found (CHROMIUM_PATH or PATH)",
  );
}

const CHECKS = [
  ["every page: themes, widths, no script, accessibility", "check_pages.ts"],
  ["the overview: live numbers, pause, filters, restart", "check_home.ts"],
  ["files handed in: dropped, looked at, refused, published, twice", "check_drop.ts"],
  ["the explorer: rows, conditions, order, profiles, groups, saving", "check_explore.ts"],
  ["shows, users, binges, retention: any name, lists, cohorts by keys", "check_people.ts"],
  ["the stream: test messages, a tail through a burst, filters", "check_stream.ts"],
  ["the live wall: no screen scrolls, one connection", "check_wall.ts"],
  ["charts: marks that filter, the period before, pictures", "check_charts.ts"],
  ["the time machine: replay, scrubbing, an untouched store", "check_time_machine.ts"],
  ["a restart in between: what was missed is filled in", "check_restart.ts"],
  ["quality, quarantine and runs: repairs, replays, comparison", "check_trust.ts"],
] as const;

for (const [name, script] of CHECKS) {
  Deno.test({
    name: `in a browser, ${name}`,
    ignore: executablePath === null && !Deno.env.get("CI"),
    fn: async () => {
      const dataPath = await Deno.makeTempDir({ prefix: "playhead-browser-" });
      const service = await startService(dataPath, {}, { sample: true });
      try {
        await waitForSample(service.url);
        await runCheck(script, [service.url, executablePath!]);
      } finally {
        service.kill("SIGTERM");
        assert.equal(await service.ended, 0);
        await Deno.remove(dataPath, { recursive: true });
      }
    },
  });
}

async function waitForSample(url: string): Promise<void> {
  const deadline = performance.now() + SAMPLE_WITHIN_MS;
  for (;;) {
    const { read, pending } = await (await fetch(`${url}api/ledger`)).json();
    if (read > SAMPLE_ROWS && pending === 0) return;
    assert.ok(performance.now() < deadline, `the sample is not there: ${read} rows are read`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function runCheck(script: string, given: readonly string[]): Promise<void> {
  const path = new URL(script, import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--frozen", "--no-prompt", "--allow-all", path, ...given],
  }).output();
  const told = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, 0, told);
}
