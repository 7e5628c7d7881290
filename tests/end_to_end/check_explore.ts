// The explorer of Parquet files: `check_explore.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import axe from "axe-core";
import { chromium, type Download, type Page } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;
const OWN_FILE = new URL("../parquet/nested_brotli.parquet", import.meta.url).pathname;

const ENCRYPTED_FILE = new URL("../parquet/encrypted_columns.parquet", import.meta.url).pathname;

/** Words of what is not there yet. */
const WAITS = /waiting…|counting…|reading…/;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const problems: string[] = [];
try {
  const page = await open(1440, "dark");
  await page.goto(`${address}explore`);
  await page.getByRole("link", { name: "processed_watch_data.parquet", exact: true }).click();
  const found = page.locator(".found strong");
  const all = await shownRows(page);
  await page.getByText(/read [\d.]+ kB of [\d.]+ [kM]B/).waitFor();

  // The rows are the API's own: the file starts with the first user.
  await page.getByRole("button", { name: "Open row 1", exact: true }).click();
  await page.getByRole("heading", { name: "Row 1", exact: true }).waitFor();
  await page.locator(".row-detail a[href^='/runs/']").waitFor();
  assert.match(page.url(), /row=0/);

  // Conditions and order are part of the address; back goes back.
  await page.getByLabel("Column", { exact: true }).selectOption("watch_duration_minutes");
  await page.getByLabel("Comparison").selectOption("gte");
  await page.getByLabel("Value").fill("60");
  await page.getByRole("button", { name: "Add condition" }).click();
  await until(async () => await shownRows(page) < all); // the page counts while it reads
  const long = await shownRows(page);
  assert.ok(long > 0 && long < all, `${long} of ${all}`);
  assert.match(page.url(), /where=watch_duration_minutes(~|%7E)gte(~|%7E)60/);
  await page.locator(".row-head").getByRole("button", { name: "watch_duration_minutes" }).click();
  await page.waitForURL(/sort=watch_duration_minutes/);
  const first = page.locator(".row-body .row").first().locator("span").nth(3);
  await until(async () => Math.floor(Number(await first.textContent())) === 60);
  await page.reload();
  await found.waitFor();
  assert.equal(await shownRows(page), long);
  await page.goBack();
  await page.goBack();
  await until(async () => await shownRows(page) === all);

  // The last row of the file comes into sight.
  await page.locator(".row-scroll").press("End");
  const last = new RegExp(`Open row ${all.toLocaleString("en")}$`);
  await page.getByRole("button", { name: last }).waitFor();

  // Every tab, in both themes and widths.
  const file = new URL(page.url()).searchParams.get("file")!;
  for (const [width, theme] of [[1440, "dark"], [390, "light"]] as const) {
    const other = await open(width, theme);
    for (const tab of ["rows&row=3", "columns", "groups&by=country", "layout"]) {
      await other.goto(`${address}explore?file=${encodeURIComponent(file)}&tab=${tab}`);
      await other.locator(".row-body .row bdi, .profile dl, .group-bars, .lineage").first()
        .waitFor();
      await until(async () => !WAITS.test(await other.locator("main").textContent() ?? ""));
      await checkLooks(other, `${tab} at ${width} px, ${theme}`);
    }
    await other.close();
  }

  // What is saved is what is shown.
  await page.goto(
    `${address}explore?file=${encodeURIComponent(file)}&where=watch_duration_minutes~gte~60`,
  );
  await found.waitFor();
  const rows = await shownRows(page);
  const csv = await Deno.readTextFile(await (await saveAs(page, "CSV")).path());
  assert.ok(csv.trimEnd().split("\r\n").length >= rows + 1, "a line for each row");

  assert.ok(await page.getByLabel("CSV safe for spreadsheets").isChecked());

  // A file of the reader's own, one whose columns are partly encrypted, and what is none.
  await page.goto(`${address}explore`);
  await page.locator("input[accept*='.parquet']").setInputFiles(OWN_FILE);
  await page.getByText("only in this browser").waitFor();
  await page.getByText('["a","b"]').waitFor();
  await page.goto(`${address}explore`);
  await page.locator("input[accept*='.parquet']").setInputFiles(ENCRYPTED_FILE);
  await page.getByText("parquet000").waitFor();
  await page.getByRole("cell", { name: "unreadable" }).first().waitFor();
  await checkLooks(page, "a file with encrypted columns");
  await page.goto(`${address}explore?file=${encodeURIComponent("/api/files/none.parquet")}`);
  await page.getByRole("alert").getByText(/no such file/).waitFor();
  assert.deepEqual(problems.filter((problem) => !/404/.test(problem)), []);
} finally {
  await browser.close();
}

async function saveAs(page: Page, name: string): Promise<Download> {
  const saved = page.waitForEvent("download", { timeout: 60_000 });
  await page.getByRole("button", { name }).click();
  try {
    return await saved;
  } catch (cause) {
    const shown = (await page.locator("main").textContent())?.slice(0, 2_000);
    throw new Error(`nothing is saved: ${shown}`, { cause });
  }
}

async function open(width: number, colorScheme: "dark" | "light"): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (told) => told.type() === "error" && problems.push(told.text()));
  return page;
}

/** Strings cannot be run again and again within a page: its policy forbids that. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!await holds()) {
    assert.ok(performance.now() < deadline, `never came true: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function shownRows(page: Page): Promise<number> {
  const text = await page.locator(".found strong").textContent();
  return Number(text!.replaceAll(",", ""));
}

async function checkLooks(page: Page, where: string): Promise<void> {
  const wide = Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));
  if (wide > 0) problems.push(`${where} scrolls sideways by ${wide} px`);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { html: string }[];
    }[];
  };
  problems.push(...violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html}`));
}
