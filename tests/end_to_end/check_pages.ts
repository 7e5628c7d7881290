// Opens every page in both themes at two widths: `check_pages.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;
const WIDTHS = [1440, 390] as const;
const THEMES = ["dark", "light"] as const;
/** JavaScript of the first page, as gzip sends it. */
const MAX_SCRIPT_BYTES = 60 * 1024;

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { html: string }[];
  }[];
}

/** What is wrong, of all pages. */
const found: string[] = [];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const paths = await pagePaths();
  for (const path of paths) {
    for (const width of WIDTHS) {
      for (const theme of THEMES) await checkPage(browser, { path, width, theme });
    }
    await checkWithoutScript(browser, path);
  }
  await checkScriptSize();
  assert.deepEqual(found, []);
} finally {
  await browser.close();
}

/** All pages of the bar on top, and one of each kind below them. */
async function pagePaths(): Promise<string[]> {
  const html = await (await fetch(address)).text();
  const bar = /<nav aria-label="Main">(.*?)<\/nav>/s.exec(html)?.[1] ?? "";
  const paths = [...bar.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
  assert.ok(paths.length >= 5, `the bar leads to ${paths}`);
  const { shows } = await (await fetch(`${address}api/shows?limit=1`)).json();
  const { users } = await (await fetch(`${address}api/users?limit=1`)).json();
  return [
    ...paths,
    `/shows/${encodeURIComponent(shows[0].show_name)}`,
    `/users/${encodeURIComponent(users[0].user_id)}`,
    "/no/such/page",
  ];
}

async function checkPage(
  browser: Browser,
  { path, width, theme }: {
    readonly path: string;
    readonly width: number;
    readonly theme: "dark" | "light";
  },
): Promise<void> {
  const context = await browser.newContext({
    ...{ viewport: { width, height: 900 }, colorScheme: theme, bypassCSP: false },
    reducedMotion: "reduce", // colours are measured once they are what they will be
  });
  const page = await context.newPage(), where = `${path} at ${width} px, ${theme}`;
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !path.startsWith("/no/")) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(new URL(path, address).href);
  await page.getByText(/^live/).first().waitFor();
  found.push(...problems.map((problem) => `${where}: ${problem}`));
  const wide = await page.evaluate("document.documentElement.scrollWidth");
  if (Number(wide) > width) found.push(`${where} scrolls sideways: ${wide} px`);
  await checkAccessibility(page, where);
  await context.close();
}

async function checkAccessibility(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as AxeResults;
  for (const { id, nodes } of violations) {
    found.push(`${where}: ${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(" ")}`);
  }
}

/** Everything but what moves can be read. */
async function checkWithoutScript(browser: Browser, path: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(new URL(path, address).href);
  assert.notEqual(await page.locator("h1").first().textContent(), "", path);
  await context.close();
}

async function checkScriptSize(): Promise<void> {
  const html = await (await fetch(address)).text();
  const seen = new Set([...html.matchAll(/"([^"]+\.js)"/g)].map(([, src]) => src!));
  let bytes = 0;
  for (const src of seen) {
    const url = new URL(src, address);
    const answer = await fetch(url);
    const script = await answer.text();
    const gzip = new Blob([script]).stream().pipeThrough(new CompressionStream("gzip"));
    bytes += (await new Response(gzip).arrayBuffer()).byteLength;
    for (const [, other] of script.matchAll(/(?:from|import)\s*"(\.\/[^"]+)"/g)) {
      seen.add(new URL(other!, url).pathname);
    }
  }
  console.log(`${seen.size} scripts, ${bytes} bytes as gzip`);
  assert.ok(bytes <= MAX_SCRIPT_BYTES, `the first page has ${bytes} bytes of JavaScript`);
}
