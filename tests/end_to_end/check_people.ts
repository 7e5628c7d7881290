// Uses the pages of shows, users, binges and retention in a browser: `check_people.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Retention, UserDetail } from "../../domain/answers.ts";

const [address = "", executablePath = ""] = Deno.args;

/** Names that addresses, HTML and files take for something else. */
const SHOWS = ['A/B "C", D', "100%", "🎬 %2F", "مسلسل", "<b>&amp;</b>"];
const USER = "a/b ü%🎬";

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  await sendOddNames();
  await withPage(browser, openOddNames);
  await withPage(browser, searchSortAndPage);
  await withPage(browser, readShow);
  await withPage(browser, readUser);
  await withPage(browser, walkCohorts);
  await checkUnknown(browser);
  await checkWithoutScript(browser);
  await checkLooks(browser);
} finally {
  await browser.close();
}

/** Three views in a row of each show: a binge. */
async function sendOddNames(): Promise<void> {
  // The same of a day, so that a second run sends what is there already.
  const startMs = Math.floor(Date.now() / 86_400_000 - 3) * 86_400_000;
  const events = SHOWS.flatMap((show_name, n) =>
    [0, 40, 80].map((minute) => ({
      ...{ user_id: USER, show_name, watch_duration_minutes: 35 },
      watch_date: new Date(startMs + n * 5 * 3_600_000 + minute * 60_000).toISOString(),
    }))
  );
  const answer = await fetch(new URL("/api/events", address), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(events),
  });
  assert.equal(answer.status, 202, await answer.text());
  for (let tries = 0; tries < 200; tries++) {
    const user = await fetch(new URL(`/api/users/${encodeURIComponent(USER)}`, address));
    if (user.ok && (await user.json()).shows === SHOWS.length) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail("the views that were sent are not applied");
}

async function openOddNames(page: Page): Promise<void> {
  await page.goto(href(`/users/${encodeURIComponent(USER)}?tz=Asia/Tokyo`));
  assert.equal(await page.locator("h1").textContent(), USER);
  for (const show of SHOWS) {
    await page.locator("#most-watched").locator("xpath=ancestor::section")
      .getByRole("link", { name: show, exact: true }).click();
    await page.waitForURL(/\/shows\/.*tz=Asia/);
    assert.equal(await page.locator("h1").textContent(), show);
    assert.equal(await page.getByRole("link", { name: `Binge of ${show}` }).count(), 1);
    await page.goBack();
  }
}

async function searchSortAndPage(page: Page): Promise<void> {
  const names = () => page.locator("tbody th a").allTextContents();
  await page.goto(href("/shows?tz=Europe/Berlin"));
  const byViews = await names();
  await page.getByRole("link", { name: "Users", exact: true }).last().click();
  await page.waitForURL(/sort=users/);
  assert.equal(
    await page.locator("th[aria-sort]").textContent().then((text) => text?.trim()),
    "↓Users",
  );
  await page.getByRole("link", { name: "More shows" }).click();
  await page.waitForURL(/cursor=/);
  assert.match(page.url(), /sort=users/);
  const second = await names();
  assert.equal(second.some((name) => byViews.slice(0, 1).includes(name)), false);
  await page.getByRole("link", { name: "First page" }).click();
  await page.waitForURL((url) => !url.searchParams.has("cursor"));
  await page.getByLabel("Search shows").fill("%2f");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/search=/);
  assert.deepEqual(await names(), ["🎬 %2F"]);
  assert.match(page.url(), /tz=Europe/);
  await page.goBack();
  assert.equal((await names()).length, 25);
}

async function readShow(page: Page): Promise<void> {
  await page.goto(href("/shows"));
  await page.locator("tbody th a").first().click();
  await page.waitForURL(/\/shows\/./);
  const curve = page.locator("#completion").locator("xpath=ancestor::section");
  await curve.locator(".place rect").nth(10).hover();
  assert.equal(await curve.locator(".place text").nth(10).isVisible(), true);
  await page.getByRole("navigation", { name: "What is counted" }).getByRole("link", {
    name: "Hours",
  }).click();
  await page.waitForURL(/metric=watch_hours/);
  assert.match(
    await page.locator("#audience").locator("xpath=ancestor::section").innerText(),
    /Hours per/,
  );
  const csv = await page.getByRole("link", { name: "Audience over time as CSV" }).getAttribute(
    "href",
  );
  assert.match(await (await fetch(href(csv!))).text(), /^start,value\r?\n/);
}

async function readUser(page: Page): Promise<void> {
  const path = `/api/users/${encodeURIComponent(USER)}`;
  const user: UserDetail = await (await fetch(href(path))).json();
  await page.goto(href(`/users/${encodeURIComponent(USER)}`));
  const stats = await page.locator(".stat").allInnerTexts();
  assert.match(stats[0]!, new RegExp(`Views\\s+${user.qualified_views}`));
  assert.equal(await page.locator(".sitting").count(), user.sittings.length);
  await page.locator(".sitting summary").first().click();
  assert.equal(await page.locator(".sitting").first().locator("tbody tr").count(), 3);
}

async function walkCohorts(page: Page): Promise<void> {
  const { cohorts }: Retention = await (await fetch(href("/api/retention"))).json();
  await page.goto(href("/retention"));
  const told = page.locator(".readout"), [first] = cohorts.slice(-26);
  await page.locator('[data-place="0 1"]').hover();
  const [back, all] = [first!.weeks[1]!.users, first!.users].map((users) =>
    users.toLocaleString("en-GB")
  );
  await told.getByText(`${back} of the ${all} users`).waitFor();
  await page.locator('[data-place="0 0"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await told.getByText("2 weeks later").waitFor();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate("document.activeElement.dataset.place"), "1 2");
  assert.ok(await page.locator("td.unfinished").count() > 0);
}

async function checkUnknown(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  const answer = await page.goto(href("/shows/No%20such%20show"));
  assert.equal(answer?.status(), 404);
  assert.equal(await page.locator("h1").textContent(), "No show “No such show”");
  await page.getByLabel("Search shows").fill("100");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/\/shows\?search=100/);
  const wrong = await page.goto(href("/users?tz=Mars"));
  assert.equal(wrong?.status(), 400);
  assert.match(await page.locator(".problem").innerText(), /time zone's name/);
  await page.close();
}

async function checkWithoutScript(browser: Browser): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(href("/retention"));
  await page.getByText("As a table of counts").click();
  assert.ok(await page.locator(".alternative td").count() > 3);
  await page.goto(href("/sittings"));
  await page.getByRole("link", { name: "Older binges" }).click();
  await page.waitForURL(/cursor=/);
  assert.ok(await page.locator(".sitting").count() > 3);
  await context.close();
}

/** Pages that the bar on top does not lead to, and the states of those it does: axe, both themes and widths. */
async function checkLooks(browser: Browser): Promise<void> {
  const found: string[] = [];
  const paths = [
    ...SHOWS.slice(0, 1).map((show) => `/shows/${encodeURIComponent(show)}`),
    ...[`/users/${encodeURIComponent(USER)}`, "/shows/none", "/shows?search=nothing+like+it"],
    ...["/users?sort=user_id", "/retention?weeks=52&from=2026-01-01"],
  ];
  for (const path of paths) {
    for (const colorScheme of ["dark", "light"] as const) {
      for (const width of [1440, 390]) {
        const where = `${path} at ${width} px, ${colorScheme}`;
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        await page.goto(href(path));
        await page.evaluate(
          "document.querySelectorAll('main details').forEach((d) => d.open = true)",
        );
        const wide = Number(await page.evaluate("document.documentElement.scrollWidth"));
        if (wide > width) found.push(`${where} scrolls sideways: ${wide} px`);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate("axe.run()") as AxeResults;
        for (const { id, nodes } of violations) {
          found.push(`${where}: ${id}: ${nodes.slice(0, 2).map(({ html }) => html).join(" ")}`);
        }
        await context.close();
      }
    }
  }
  assert.deepEqual(found, []);
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { html: string }[];
  }[];
}

async function withPage(browser: Browser, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage(), problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error}`));
  await use(page);
  await context.close();
  assert.deepEqual(problems, []);
}

function href(path: string): string {
  return new URL(path, address).href;
}
