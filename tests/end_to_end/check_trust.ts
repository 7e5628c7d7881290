// Uses quality, quarantine and runs in a browser: `check_trust.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;
const RULE = "watch_duration_minutes.not_a_number";

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { html: string }[];
  }[];
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  await checkLooks(browser);
  await checkWithoutScript(browser);
  await withPage(browser, repairMany);
  await withPage(browser, repairOne);
  await withPage(browser, compareRuns);
  await withPage(browser, tryLimit);
  await withPage(browser, keepRepair);
  await withPage(browser, runAgain);
  await withPage(browser, followStream);
} finally {
  await browser.close();
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

async function get<Answer>(path: string): Promise<Answer> {
  return await (await fetch(new URL(path, address))).json();
}

/** Pages that the bar on top does not lead to: themes, widths, accessibility. */
async function checkLooks(browser: Browser): Promise<void> {
  const { runs } = await get<{ runs: { run_id: string }[] }>("/api/runs");
  const id = runs[0]!.run_id, found: string[] = [];
  const paths = [
    `/quality/quarantine?rule=${RULE}`,
    "/quality/quarantine?rule=row.encoding",
    `/runs/${id}`,
    `/runs/compare?a=${id}&b=${id}`,
  ];
  for (const path of paths) {
    for (const colorScheme of ["dark", "light"] as const) {
      for (const width of [1440, 390]) {
        const where = `${path} at ${width} px, ${colorScheme}`;
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        await page.goto(new URL(path, address).href);
        if (path.includes("rule=")) await page.locator(".repair-sentence").waitFor();
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

async function checkWithoutScript(browser: Browser): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(new URL(`/quality/quarantine?rule=${RULE}`, address).href);
  assert.ok(await page.locator(".bad-row").count() > 5, "rows are there without JavaScript");
  assert.ok(await page.locator(".raw mark").count() > 1, "what is wrong is marked");
  await page.getByLabel("Text of the row").fill("NaN");
  await page.getByRole("button", { name: "Search" }).click();
  assert.match(page.url(), /search=NaN/);
  const texts = await page.locator(".raw").allTextContents();
  assert.ok(
    texts.length > 0 && texts.every((text) => text.toLowerCase().includes("nan")),
    `${texts}`,
  );
  await context.close();
}

/** Steps, the preview's sentence, the address, the replay; replayed again, nothing moves. */
async function repairMany(page: Page): Promise<void> {
  await page.goto(new URL(`/quality/quarantine?rule=${RULE}`, address).href);
  const sentence = page.locator(".repair-sentence");
  await sentence.filter({ hasText: /would pass, \d+ still break/ }).waitFor();
  await page.getByRole("button", { name: "set aside" }).click();
  const choices = page.locator(".step").nth(1).locator("select");
  await choices.nth(0).selectOption("some");
  await choices.nth(1).selectOption("watch_duration_minutes");
  await page.getByLabel("pattern").fill("^NaN$");
  await page.getByLabel("because").fill("the player's fault");
  await sentence.filter({ hasText: "are set aside" }).waitFor();
  await page.reload();
  await sentence.filter({ hasText: "are set aside" }).waitFor();
  assert.equal(await page.getByLabel("because").inputValue(), "the player's fault");
  const before = await get<{ quarantined: number; balanced: boolean }>("/api/ledger");
  const passing = Number(/^[\d,]+/.exec(await sentence.innerText())?.[0].replaceAll(",", ""));
  assert.ok(passing > 0);
  await page.getByRole("button", { name: new RegExp(`^Replay ${passing} `) }).click();
  await sentence.filter({ hasText: /^0 of/ }).waitFor();
  const after = await get<{ quarantined: number; balanced: boolean }>("/api/ledger");
  assert.ok(after.balanced);
  // Simulated viewing may add a bad row of its own meanwhile.
  const moved = before.quarantined - after.quarantined;
  assert.ok(moved <= passing && moved > passing - 5, `${moved} of ${passing} rows moved`);
  await page.goto(new URL(`/quality/quarantine?rule=${RULE}&status=replayed`, address).href);
  await page.getByText("Came back repaired as").first().waitFor();
  await page.goto(new URL(`/quality/quarantine?rule=${RULE}&status=skipped`, address).href);
  await page.getByText("Set aside: the player's fault").first().waitFor();
}

/** A row by hand: its fields, the rules as they are typed, the replay. */
async function repairOne(page: Page): Promise<void> {
  await page.goto(new URL("/quality/quarantine?rule=watch_date.invalid", address).href);
  const row = page.locator(".bad-row").first(), id = await row.getAttribute("id");
  await row.getByRole("button", { name: "Fix this row by hand" }).click();
  const replay = row.getByRole("button", { name: "Replay this row" });
  await row.getByLabel("watch_date").fill("2026-13-45");
  await row.getByText(/✗ watch_date.invalid/).waitFor();
  assert.ok(await replay.isDisabled());
  await row.getByLabel("watch_date").fill("2026-01-05T20:15:00Z");
  await row.getByText("✓ keeps every rule").waitFor();
  await replay.click();
  await row.getByText("✓ replayed").waitFor();
  const path = `/api/quarantine?id=${id!.replace("row-", "")}`;
  for (let tries = 0;; tries++) {
    const { rows: [item] } = await get<{ rows: { status: string }[] }>(path);
    if (item!.status === "replayed") break;
    assert.ok(tries < 50, `the row is ${item!.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function compareRuns(page: Page): Promise<void> {
  await page.goto(new URL("/runs", address).href);
  await page.locator(".runs tbody th a").first().click();
  await page.getByText("sha256").first().waitFor();
  const id = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1)!);
  await page.goto(new URL(`/runs/compare?a=${id}&b=${id}`, address).href);
  await page.getByText("None: same inputs, same parameters.").waitFor();
}

/** What past runs would have said to another limit; the file is left alone. */
async function tryLimit(page: Page): Promise<void> {
  await page.goto(new URL("/quality", address).href);
  const card = page.locator(".expectation").filter({ hasText: "quarantine.share" });
  await card.getByText("Change the limit").click();
  await card.getByText(/no past run would have failed/).waitFor();
  await card.getByRole("textbox", { name: "Limit" }).fill("0.0001");
  await card.getByText(/1 of .* would have failed/).waitFor();
  await card.getByRole("textbox", { name: "Limit" }).fill("little");
  await card.getByText("That is no limit of this kind.").waitFor();
  assert.ok(await card.getByRole("button", { name: "Save" }).isDisabled());
}

/** A repair that is kept mends a row that comes later, by itself. */
async function keepRepair(page: Page): Promise<void> {
  await page.goto(new URL(`/quality/quarantine?rule=${RULE}`, address).href);
  await page.getByLabel("Keep this repair for new rows, as").fill("units of the check");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("is taken on new rows from now on").waitFor();
  const row = { user_id: "kept-1", show_name: "Dark", watch_duration_minutes: "12m" };
  const body = JSON.stringify({ ...row, watch_date: "2026-01-05T20:15:00Z" });
  await (await fetch(new URL("/api/events", address), { method: "POST", body })).body?.cancel();
  for (let tries = 0;; tries++) {
    const { rows: [item] } = await get<{ rows: { status: string }[] }>(
      "/api/quarantine?search=kept-1",
    );
    if (item?.status === "replayed") break;
    assert.ok(tries < 100, `the row is ${item?.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await page.reload();
  await page.getByRole("button", { name: "Run units of the check on older rows" }).click();
  await page.getByText(/units of the check: \d+ of \d+ rows are dealt with/).waitFor();
  await page.getByRole("button", { name: "Remove units of the check" }).click();
  await page.getByText("None is kept any more.").waitFor();
}

async function runAgain(page: Page): Promise<void> {
  await page.goto(new URL("/runs", address).href);
  await page.locator(".runs tbody th a").first().click();
  await page.getByRole("button", { name: "Run again" }).click();
  await page.waitForURL(/\/runs\/compare\?a=/);
  await page.getByText("None: same inputs, same parameters.").waitFor();
}

/** Hours of the live stream; the running one holds what was just sent. */
async function followStream(page: Page): Promise<void> {
  await page.goto(new URL("/quality#stream", address).href);
  const stream = page.getByRole("region", { name: "The live stream, hour by hour" });
  const card = stream.locator(".expectation").filter({ hasText: "quarantine.share" });
  await card.getByText("this hour").waitFor();
  assert.equal(await card.locator("svg").count(), 1);
  assert.match(await stream.innerText(), /drawn once 4 weeks are known; so far 0/);
}
