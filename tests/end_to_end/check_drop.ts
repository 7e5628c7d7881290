// Hands files in on a page: `check_drop.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import axe from "axe-core";
import { chromium, type Page } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;
const EXPORT = new URL("../../../shared/data/netflix-viewing-activity-br.csv", import.meta.url);
/** Its ledger, as the data's own description has it; what is left out on purpose is not sent. */
const SUM = ["16,791 rows → 10,737 views", "10,737 accepted", "1 duplicates", "6,053 excluded"];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/40\d/.test(message.text())) problems.push(message.text());
  });
  await page.goto(address);
  await page.getByText(/^live/).first().waitFor();
  const dialog = page.locator("dialog.import");

  // Rows that break a rule are shown with what was expected; let go, nothing of it is stored.
  await choose(page, "bad.csv", csv(30) + "ann,Dark,12m,2026-01-01\n");
  await dialog.getByText("32 rows → 30 views").waitFor();
  await dialog.getByText("watch_duration_minutes.not_a_number").click();
  await dialog.getByText("ann,Dark,12m,2026-01-01").waitFor();
  await checkLooks(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" });
  const { sources } = await (await fetch(`${address}api/ledger`)).json();
  assert.equal(JSON.stringify(sources).includes("bad.csv"), false);

  // What cannot be read says why, and what to do.
  await choose(page, "NetflixViewingHistory.csv", "Title,Date\nDark,1/2/24\n");
  await dialog.getByText(/ViewingActivity\.csv/).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await choose(page, "views.csv", "a,b\n1,2\n");
  await dialog.locator(".problem").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();

  // Dropped, looked at, published; a second time nothing is new.
  await drop(page, "my views.csv", csv(40));
  await dialog.getByRole("button", { name: "Publish 41 rows" }).click();
  await dialog.getByText("grew by 41 rows = 40 accepted + 1 duplicates + 0 quarantined").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await choose(page, "my views.csv", csv(40));
  await dialog.getByRole("button", { name: "Publish 41 rows" }).click();
  await dialog.getByText("Nothing is new: all 41 rows were there already").waitFor();
  await dialog.getByRole("link", { name: "The run" }).click();
  await page.waitForURL(/\/runs\/./);

  if (await exists(EXPORT)) {
    await choose(page, "ViewingActivity.csv", await Deno.readTextFile(EXPORT));
    for (const text of SUM) await dialog.getByText(text).first().waitFor();
    await dialog.getByRole("button", { name: "Publish 10,738 rows" }).click();
    await dialog.getByText(
      "16,791 rows = 10,737 accepted + 1 duplicates + 0 quarantined + 6,053 excluded",
    )
      .waitFor({ timeout: 60_000 });
  } else console.warn("SKIPPED: the real export, as it is not here");
  assert.deepEqual(problems, []);
} finally {
  await browser.close();
}

/** Views of a user, and the first of them a second time. */
function csv(views: number): string {
  const rows = Array.from({ length: views }, (_, n) => {
    const day = new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString();
    return `drop ${views},Dropped,${20 + n % 30},${day}\n`;
  });
  return `user_id,show_name,watch_duration_minutes,watch_date\n${rows.join("")}${rows[0]}`;
}

async function choose(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel("A file of viewing events").setInputFiles({
    ...{ name, mimeType: "text/csv", buffer: Buffer.from(text) },
  });
}

async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    `(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
      return data;
    })()`,
  );
  await page.dispatchEvent("main", "dragenter", { dataTransfer: data });
  await page.getByText("Drop it to see what it would come to").waitFor();
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
}

/** The open dialog in both themes, at both widths. */
async function checkLooks(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = Number(await page.evaluate("document.documentElement.scrollWidth"));
      assert.ok(wide <= width, `it scrolls sideways at ${width} px`);
      const { violations } = await page.evaluate("axe.run()") as {
        violations: readonly { id: string; nodes: readonly { html: string }[] }[];
      };
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0]?.html]), []);
    }
  }
}

async function exists(url: URL): Promise<boolean> {
  return await Deno.stat(url).then(() => true, () => false);
}
