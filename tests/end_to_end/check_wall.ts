// The live wall on the screens it is for: `check_wall.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;
const SCREENS = [[3840, 2160], [1920, 1080], [1366, 768], [1280, 720]] as const;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  for (const [width, height] of SCREENS) {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.goto(`${address}live-wall`);
    await page.getByText("live", { exact: true }).waitFor();
    const size = await page.evaluate(
      "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]",
    );
    assert.deepEqual(size, [width, height], `it scrolls on ${width} × ${height}`);
    const cut = await page.evaluate(`[...document.querySelectorAll(
      ".wall-figures, .wall-shows ol, .wall-foot, .wall-head, .wall-plot")]
      .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.className || one.tagName)`);
    assert.deepEqual(cut, [], `something is cut off on ${width} × ${height}`);
    await page.close();
  }

  // Without a script it holds the figures of when it was made.
  const context = await browser.newContext({ javaScriptEnabled: false });
  const still = await context.newPage();
  await still.goto(`${address}live-wall`);
  assert.match(await still.locator(".wall-figures").innerText(), /\d,\d{3}/);
  assert.ok(await still.locator(".wall-views li").count() > 0);
  assert.ok(await still.locator(".wall-shows li").count() > 0);
  await context.close();

  // It moves by itself, over one connection.
  const page = await browser.newPage();
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(new URL(socket.url()).pathname));
  await page.goto(`${address}live-wall?tz=Asia/Tokyo`);
  await page.getByText("live", { exact: true }).waitFor();
  await page.locator(".wall-clock", { hasText: "Asia/Tokyo" }).waitFor();
  const views = page.locator(".wall-views li").first(), before = await views.innerText();
  while (await views.innerText() === before) await page.waitForTimeout(100);
  assert.deepEqual(sockets, ["/live"]);
} finally {
  await browser.close();
}
