// Opens a page in Chromium while views flow, and measures what it costs and how soon it answers:
// `measure_page.ts ADDRESS MEASURE`. A process of its own, as the browser's driver needs every permission.

import { chromium, type Page } from "playwright-core";

/** What was measured of one page. */
export interface PageFigures {
  readonly path: string;
  readonly framesPerSecond: number;
  /** Shares of one core: the page's main thread, and its whole process. */
  readonly mainThread: number;
  readonly process: number;
  /** Of the main thread's share: laying out and finding styles. */
  readonly layout: number;
  /** From pressing to the next paint, the slowest and the median of all interactions. */
  readonly slowestMs: number;
  readonly medianMs: number;
  readonly interactions: number;
  /** Live messages a second. */
  readonly messages: number;
}

/** How it is measured. */
export interface PageMeasure {
  readonly executablePath: string;
  readonly seconds: number;
  /** Interactions that are tried in turn while views flow: names of buttons, as regular expressions. */
  readonly buttons: readonly string[];
}

const WARM_MS = 4_000, BETWEEN_PRESSES_MS = 400;

const COUNT_FRAMES = `new Promise((resolve) => {
  const startMs = performance.now();
  let frames = 0;
  const frame = (nowMs) => {
    if (nowMs - startMs > 5_000) resolve(frames / (nowMs - startMs) * 1_000);
    else requestAnimationFrame(frame);
    frames++;
  };
  requestAnimationFrame(frame);
})`;
const WATCH = `(() => {
  window.slow = [];
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId) window.slow.push([interactionId, duration]);
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
})()`;

/** First quiet for the cost, then with presses for how soon it answers. */
async function measurePage(address: string, measure: PageMeasure): Promise<PageFigures> {
  const browser = await chromium.launch({
    executablePath: measure.executablePath,
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    let messages = 0;
    page.on("websocket", (socket) => socket.on("framereceived", () => messages++));
    await page.goto(address);
    await page.getByText(/^live/).first().waitFor();
    await page.waitForTimeout(WARM_MS);
    const cost = await measureCost(page, measure.seconds, () => messages);
    // Apart, as asking for frames makes them.
    const framesPerSecond = await page.evaluate(COUNT_FRAMES) as number;
    await page.evaluate(WATCH);
    const latencies = await press(page, measure);
    return { path: new URL(address).pathname, framesPerSecond, ...cost, ...latencies };
  } finally {
    await browser.close();
  }
}

async function measureCost(page: Page, seconds: number, messages: () => number) {
  const session = await page.context().newCDPSession(page);
  const browserSession = await page.context().browser()!.newBrowserCDPSession();
  // Of the thread's own time: others on the machine do not count.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const look = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const { processInfo } = await browserSession.send("SystemInfo.getProcessInfo");
    const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    return {
      atMs: performance.now(),
      main: of.TaskDuration!,
      layout: of.LayoutDuration! + of.RecalcStyleDuration!,
      messages: messages(),
      process: processInfo.filter(({ type }) => type === "renderer")
        .reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    };
  };
  const before = await look();
  await page.waitForTimeout(seconds * 1_000);
  const after = await look(), passed = (after.atMs - before.atMs) / 1_000;
  return {
    mainThread: (after.main - before.main) / passed,
    layout: (after.layout - before.layout) / passed,
    process: (after.process - before.process) / passed,
    messages: (after.messages - before.messages) / passed,
  };
}

async function press(page: Page, { seconds, buttons }: PageMeasure) {
  const endMs = performance.now() + seconds * 1_000;
  let pressed = 0;
  for (; performance.now() < endMs; pressed++) {
    await page.getByRole("button", { name: new RegExp(buttons[pressed % buttons.length]!) }).first()
      .click();
    await page.waitForTimeout(BETWEEN_PRESSES_MS);
    await page.keyboard.press("Escape"); // a dialog that it opened
  }
  const seen = await page.evaluate("window.slow") as [number, number][];
  const slowest = new Map<number, number>();
  for (const [id, ms] of seen) slowest.set(id, Math.max(slowest.get(id) ?? 0, ms));
  // Those under 16 ms are not told of.
  const all = [...slowest.values(), ...new Array(Math.max(0, pressed - slowest.size)).fill(16)];
  all.sort((a, b) => a - b);
  return {
    slowestMs: all.at(-1) ?? 0,
    medianMs: all[all.length >> 1] ?? 0,
    interactions: all.length,
  };
}

const [address = "", measure = "{}"] = Deno.args;
console.log(JSON.stringify(await measurePage(address, JSON.parse(measure))));
