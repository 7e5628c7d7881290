// History is replayed on its page, and the store stays as it is: `check_time_machine.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import axe from "axe-core";
import { chromium } from "playwright-core";

const [address = "", executablePath = "", shots = ""] = Deno.args;

/** A past week: its figures stay while viewing goes on. */
const toMs = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000;
const [from, to] = [toMs - 7 * 86_400_000, toMs].map((ms) => new Date(ms).toISOString());
const period = new URLSearchParams({ from: from!, to: to! });

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  const before = await overview();
  await page.goto(`${address}time-machine?${period}`);
  await page.getByRole("button", { name: "Start the replay" }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  assert.equal((await state()).running, true);

  // At its fastest, by keys; the copy's own views come in.
  await page.getByRole("button", { name: "10,000×" }).press("Enter");
  await page.locator(".feed li").first().waitFor();
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as { violations: { id: string }[] };
  assert.deepEqual(violations.map(({ id }) => id), []);

  // To its end: the copy then says what the store says of that week.
  await page.getByRole("slider", { name: "Moment of the history" }).press("End");
  await page.getByText(/all of it$/).waitFor();
  const views = () => page.locator(".stat-value").first().innerText();
  const expected = before.qualified_views.toLocaleString("en-GB");
  while (await views() !== expected) await page.waitForTimeout(100);
  if (shots) await page.screenshot({ path: `${shots}/time_machine.png`, fullPage: true });

  // Back, in another copy.
  await page.getByRole("slider", { name: "Moment of the history" }).press("Home");
  while (Number((await views()).replaceAll(",", "")) >= 50) await page.waitForTimeout(100);
  assert.deepEqual(await overview(), before);

  // Only one at a time; the copy ends with its page.
  const refused = await fetch(`${address}api/time-machine`, {
    ...{ method: "POST", headers: { "content-type": "application/json" }, body: "{}" },
  });
  assert.equal(refused.status, 409, await refused.text());
  await page.close();
  while ((await state()).running) await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(problems, []);
} finally {
  await browser.close();
}

async function overview() {
  return await (await fetch(`${address}api/overview?${period}`)).json();
}

async function state() {
  return await (await fetch(`${address}api/time-machine`)).json();
}
