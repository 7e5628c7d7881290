// The log's page: `check_stream.ts ADDRESS CHROMIUM`.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [address = "", executablePath = ""] = Deno.args;
const BURST = 1_500;
/** Nobody else's: the sample's own viewing goes on beside the test's. */
const SHOW = `Burst ${crypto.randomUUID()}`;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  const filtered = `${address}stream?filter=${encodeURIComponent(`show_name=${SHOW}`)}`;
  await page.goto(filtered);
  await page.getByText("No message here holds this text.").waitFor();

  // A test message is durable, says where it lies, and what is wrong with it.
  await page.getByText("Send a test message").click();
  await page.getByLabel(/JSON: one object/).fill(JSON.stringify({ ...view(0), user_id: "" }));
  await page.getByRole("button", { name: "Send to watch.events" }).click();
  await page.getByText(/durable at \d+@\d+.*will be quarantined/).waitFor();

  // The tail shows all of a burst, also what comes while it is held.
  await page.getByRole("button", { name: "Follow" }).click();
  await page.waitForResponse(/\/messages\?/);
  await send(0, BURST);
  await page.getByText(new RegExp(`, ${BURST} fit`)).waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await send(BURST, 200);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText(new RegExp(`, ${BURST + 200} fit`)).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as NDJSON" }).click(),
  ]);
  const lines = (await Deno.readTextFile(await download.path())).trimEnd().split("\n");
  const users = lines.map((line) => JSON.parse(JSON.parse(line).value).user_id);
  assert.equal(new Set(users).size, BURST + 200);

  // One message whole; the question is the address's, and needs no script.
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(filtered);
  const message = plain.locator(".message").first();
  await message.locator("summary").click();
  await message.getByText(`"show_name": "${SHOW}"`).waitFor();
  await message.getByText("Event time").waitFor();
  await plain.getByLabel("From").fill("oldest");
  await plain.getByRole("button", { name: "Look" }).click();
  await plain.waitForURL(/from=oldest/);
  assert.match(plain.url(), /filter=show_name/);
  assert.deepEqual(problems, []);
} finally {
  await browser.close();
}

function view(number: number) {
  return {
    user_id: `stream-${number}`,
    show_name: SHOW,
    watch_duration_minutes: 20,
    watch_date: new Date().toISOString(),
  };
}

/** As NDJSON, from one user each. */
async function send(first: number, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) => JSON.stringify(view(first + i)));
  const answer = await fetch(`${address}api/events`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  assert.equal(answer.status, 202, await answer.text());
}
