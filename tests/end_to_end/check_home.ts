// The overview while views come in: `check_home.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;
const SHOW = "Seen in a browser, by a test";

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(address);
  await page.getByText(/^live/).first().waitFor();

  // What is sent is seen, with its show's link, and the ledger adds up.
  await send(1);
  const feed = page.locator(".feed");
  await feed.getByText(SHOW).first().waitFor();
  const href = await feed.getByRole("link", { name: SHOW }).first().getAttribute("href");
  assert.equal(href, `/shows/${encodeURIComponent(SHOW)}`);
  await page.getByText("balances", { exact: true }).waitFor();

  // Held, the feed stands still and counts what waits.
  await feed.getByRole("button", { name: "Pause" }).click();
  await send(2);
  await feed.getByRole("button", { name: /Resume · \d+ new/ }).waitFor();
  assert.equal(await feed.getByText(SHOW).count(), 1);
  await feed.getByRole("button", { name: /Resume/ }).click();
  await until(async () => await feed.locator("li", { hasText: SHOW }).count() === 2);

  // Figures that the service renders follow within seconds.
  const views = page.locator('[data-live="figures"] dd').first(), shown = await views.textContent();
  await until(async () => await views.textContent() !== shown);

  // The period is part of the address, and back goes back.
  await page.getByRole("link", { name: "7 days" }).click();
  await page.waitForURL(/range=7d/);
  assert.match(page.url(), /from=.*to=/);
  await page.getByRole("link", { name: "Shows", exact: true }).click();
  await page.waitForURL(/\/shows\?.*range=7d/);
  await page.goBack();
  await page.waitForURL(/\/\?.*range=7d/);

  // The theme is chosen and stays.
  await page.getByRole("button", { name: /Use the (light|dark) theme/ }).click();
  const theme = await page.evaluate("document.documentElement.dataset.theme");
  await page.reload();
  assert.equal(await page.evaluate("document.documentElement.dataset.theme"), theme);

  // Keys.
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.waitForURL(/\/retention/);
  assert.deepEqual(problems, []);
} finally {
  await browser.close();
}

/** The page's policy forbids what the driver would wait with. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!await condition()) {
    assert.ok(performance.now() < deadline, "the page does not change as it should");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** One view of {@link SHOW}. */
async function send(number: number): Promise<void> {
  const answer = await fetch(`${address}api/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      user_id: `browser-${number}`,
      show_name: SHOW,
      watch_duration_minutes: 20,
      watch_date: new Date().toISOString(),
    }),
  });
  assert.equal(answer.status, 202, await answer.text());
}
