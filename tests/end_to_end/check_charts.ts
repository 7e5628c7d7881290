// Marks that filter, the period before, charts as pictures: `check_charts.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import { chromium, type Page } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await checkMarks(page);
  await checkBefore(page);
  for (const theme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await checkPictures(page, theme);
  }
  assert.deepEqual(problems, []);
} finally {
  await browser.close();
}

/** A past day, whose numbers stay while viewing goes on. */
function period(): string {
  const toMs = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000;
  const [from, to] = [toMs - 20 * 86_400_000, toMs].map((ms) => new Date(ms).toISOString());
  return new URLSearchParams({ from: from!, to: to!, tz: "Europe/Berlin" }).toString();
}

async function checkMarks(page: Page): Promise<void> {
  await page.goto(`${address}?${period()}`);
  // A country, then an hour of the week by a click on the map, then a show.
  const country = page.locator(".picks").first().getByRole("link").first();
  const name = await country.locator("bdi").innerText();
  await country.click();
  await page.waitForURL(/country=/);
  await page.locator(".heat a").nth(19).click();
  await page.waitForURL(/hour=19/);
  assert.equal(await page.locator(".heat .chosen").count(), 1);
  assert.deepEqual(
    await page.locator(".filters .filter bdi").allInnerTexts(),
    [name, "Monday 19:00"],
  );
  const shown = await page.locator(".stat-value").first().innerText();
  const asked = new URL(`/api/overview${new URL(page.url()).search}`, address);
  const { qualified_views: views } = await (await fetch(asked)).json();
  assert.equal(Number(shown.replaceAll(",", "")), views);

  // The address is the whole state; back goes back; a chip takes its filter away.
  const other = await page.context().newPage();
  await other.goto(page.url());
  assert.equal(await other.locator(".stat-value").first().innerText(), shown);
  await other.close();
  await page.getByRole("link", { name: "hour Monday 19:00 Remove this filter" }).click();
  await page.waitForURL((url) => !url.searchParams.has("hour") && url.searchParams.has("country"));
  await page.goBack();
  await page.waitForURL(/hour=19/);
  await page.getByRole("link", { name: "Remove all" }).click();
  await page.waitForURL((url) => !url.searchParams.has("hour") && !url.searchParams.has("country"));

  // A show's own mark, and the same by keys.
  const only = page.getByRole("link", { name: /^Only / }).first();
  const show = (await only.getAttribute("aria-label"))!.slice("Only ".length);
  await only.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("show") === show);
  assert.equal(await page.locator("tr.chosen").count(), 1);

  // A point of the chart leads to its day.
  await page.locator("#audience").scrollIntoViewIfNeeded();
  await page.locator(".plot a").nth(3).click({ position: { x: 4, y: 60 } });
  await page.waitForURL((url) => {
    const [from, to] = ["from", "to"].map((end) => Date.parse(url.searchParams.get(end)!));
    return to! - from! === 86_400_000;
  });
}

async function checkBefore(page: Page): Promise<void> {
  await page.goto(address);
  await page.getByRole("link", { name: "Compare with before" }).click();
  await page.waitForURL(/range=30d.*compare=before|compare=before.*range=30d/);
  assert.equal(await page.locator(".plot-line.former").count(), 1);
  await page.getByText(/on the 30 d before \(/).first().waitFor();
  await page.getByRole("link", { name: "7 days" }).click();
  await page.waitForURL(/range=7d/);
  assert.equal(await page.locator(".plot-line.former").count(), 1);
  await page.getByRole("link", { name: /Compare with before/ }).click();
  await page.waitForURL((url) => !url.searchParams.has("compare"));
  assert.equal(await page.locator(".plot-line.former").count(), 0);
}

async function checkPictures(page: Page, theme: "dark" | "light"): Promise<void> {
  await page.goto(`${address}?${period()}&compare=before`);
  for (const name of ["Audience over time", "Completion", "Hours of the week"]) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `${name} as PNG` }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^[a-z-]+\.png$/);
    const bytes = await Deno.readFile(await download.path());
    assert.deepEqual([...bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    const colors = await colorsOf(page, bytes);
    assert.equal(colors.corner, theme === "dark" ? "23,26,33" : "255,255,255", name);
    assert.ok(colors.different > 8, `${name} in ${theme} has ${colors.different} colours`);
    if (Deno.args[2]) await Deno.writeFile(`${Deno.args[2]}/${name}-${theme}.png`, bytes);
  }
}

/** The corner's colour, and how many there are. */
async function colorsOf(page: Page, bytes: Uint8Array) {
  const address = `data:image/png;base64,${bytes.toBase64()}`;
  return await page.evaluate(`(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(address)};
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colors = new Set();
    for (let i = 0; i < data.length; i += 4) colors.add(data.slice(i, i + 3).join());
    return { corner: data.slice(0, 3).join(), different: colors.size };
  })()`) as { readonly corner: string; readonly different: number };
}
