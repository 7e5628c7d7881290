// The service is stopped and started while a page is open: `check_restart.ts _ CHROMIUM`. It starts its own.

import assert from "node:assert/strict";
import { chromium, type Page } from "playwright-core";
import { type StartedService, startService } from "../start_service.ts";

const [, executablePath = ""] = Deno.args;
const MISSED = 214;

const dataPath = await Deno.makeTempDir({ prefix: "playhead-restart-" });
const PORT = String(freePort());
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let service: StartedService | null = null;
try {
  service = await startService(dataPath, { PORT });
  const address = service.url;
  await send(address, 300);
  const home = await browser.newPage(), wall = await browser.newPage();
  const problems: string[] = [];
  for (const page of [home, wall]) page.on("pageerror", (error) => problems.push(String(error)));
  await home.goto(`${address}?tz=Asia/Tokyo`);
  await wall.goto(`${address}live-wall`);
  for (const page of [home, wall]) await page.getByText(/^live/).first().waitFor();
  await compare(address, { home, wall });

  // It stops: pages say so and keep their figures.
  await stop(service);
  await home.getByText("offline, trying again").waitFor();
  await home.getByText("The service does not answer.").waitFor();
  const shown = await home.locator(".ledger-sum strong").first().innerText();
  assert.equal(shown, "300");

  // Views come in while nobody can tell the pages of them, and the service is back.
  service = await startService(dataPath, { PORT: String(freePort()) });
  await send(service.url, MISSED, 300);
  await stop(service);
  service = await startService(dataPath, { PORT });
  for (const page of [home, wall]) {
    await page.getByText(`missed ${MISSED}, filled in ${MISSED}`).first().waitFor();
  }
  await compare(address, { home, wall });

  // It goes on from there.
  await send(address, 20, 300 + MISSED);
  await compare(address, { home, wall });

  // A pasted address and the way back show the same.
  const other = await browser.newPage();
  await other.goto(home.url());
  await other.getByText(/^live/).first().waitFor();
  await compare(address, { home: other, wall });
  await other.getByRole("link", { name: "24 hours" }).click();
  await other.waitForURL(/range=24h/);
  await other.goBack();
  await other.waitForURL((url) => !url.searchParams.has("range"));
  await compare(address, { home: other, wall });
  assert.deepEqual(problems, []);
} finally {
  await browser.close();
  if (service !== null) await stop(service);
  await Deno.remove(dataPath, { recursive: true });
}

/** After a quiet moment pages and API say the same. */
async function compare(
  address: string,
  { home, wall }: { readonly home: Page; readonly wall: Page },
): Promise<void> {
  const read = async (path: string) => await (await fetch(`${address}api/${path}`)).json();
  let ledger = await read("ledger");
  while (ledger.pending > 0) ledger = await read("ledger");
  const { qualified_views: views, watch_hours: hours } = await read("overview");
  await settles(async () => ({
    read: await textOf(home, ".ledger-sum strong >> nth=0"),
    accepted: await textOf(home, ".ledger-sum strong >> nth=1"),
    views: await textOf(wall, ".wall-figures dd >> nth=2"),
    hours: await textOf(wall, ".wall-figures dd >> nth=3"),
  }), {
    read: ledger.read.toLocaleString("en-GB"),
    accepted: ledger.accepted.toLocaleString("en-GB"),
    views: views.toLocaleString("en-GB"),
    hours: hours.toLocaleString("en-GB", { maximumFractionDigits: hours < 100 ? 1 : 0 }),
  });
}

async function settles<T>(look: () => Promise<T>, expected: T): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (JSON.stringify(seen) === JSON.stringify(expected)) return;
    if (performance.now() > deadlineMs) assert.deepEqual(seen, expected);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function textOf(page: Page, selector: string): Promise<string> {
  return await page.locator(selector).innerText();
}

async function send(address: string, count: number, first = 0): Promise<void> {
  const startMs = Date.now() - 3_600_000;
  const rows = Array.from({ length: count }, (_, i) => ({
    user_id: `u${(first + i) % 40}`,
    show_name: `Show ${i % 6}`,
    watch_duration_minutes: 5 + i % 50,
    watch_date: new Date(startMs + (first + i) * 1_000).toISOString(),
    event_id: `restart-${first + i}`,
  }));
  const answer = await fetch(`${address}api/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(rows),
  });
  assert.equal(answer.status, 202, await answer.text());
}

async function stop(running: StartedService): Promise<void> {
  running.kill("SIGTERM");
  assert.equal(await running.ended, 0);
  service = null;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
