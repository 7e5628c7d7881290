// A disk that fills up under the service: producers are told, reading goes on, and it recovers by itself.

import assert from "node:assert/strict";
import { applied, post } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";
import { SmallDisk } from "./small_disk.ts";

const ROWS = 500;

/** All different, whichever batch they are in. */
function rowsOf(batch: number): string {
  return JSON.stringify(Array.from({ length: ROWS }, (_, row) => ({
    ...{ user_id: `u${row % 50}`, show_name: `show ${row % 7}`, watch_duration_minutes: 5 },
    watch_date: new Date(Date.UTC(2020, 0, 1) + (batch * ROWS + row) * 60_000),
  })));
}

/** Sends until the disk is full; the rows that were acknowledged. */
async function fill(service: StartedService): Promise<number> {
  for (let batch = 0, acknowledged = 0; batch < 500; batch++) {
    const answer = await post(service, rowsOf(batch));
    if (answer.status === 202) {
      acknowledged += (await answer.json()).valid;
      continue;
    }
    const problem = await answer.json();
    assert.equal(answer.status, 503, JSON.stringify(problem));
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
    assert.equal(problem.type, "urn:playhead:problem:log-unavailable");
    return acknowledged;
  }
  throw new Error("the disk is never full");
}

async function ledgerOf({ url }: StartedService) {
  return await (await fetch(`${url}api/ledger`)).json();
}

Deno.test("a full disk: producers are told, reading goes on, and nothing is lost once there is room", async () => {
  await using disk = await SmallDisk.mount("6m");
  if (disk === null) return;
  const service = await startService(disk.path);
  try {
    let acknowledged = await fill(service);
    for (const path of ["api/overview", "api/shows", "api/ledger", "healthz"]) {
      const answer = await fetch(service.url + path);
      assert.equal(answer.status, 200, path);
      await answer.body?.cancel();
    }
    // Longer than three tries: what fails for want of room is no record's fault.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal((await ledgerOf(service)).balanced, true);
    await disk.grow("64m");
    const answer = await post(service, rowsOf(1_000));
    assert.equal(answer.status, 202, await answer.text());
    acknowledged += ROWS;
    await applied(service);
    const ledger = await ledgerOf(service);
    assert.ok(ledger.read >= acknowledged, `${ledger.read} read, ${acknowledged} acknowledged`);
    assert.equal(ledger.accepted, ledger.read, JSON.stringify(ledger)); // none is in quarantine
  } finally {
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0);
  }
});

Deno.test("a service that is started on a full disk shows what is stored, and takes in once there is room", async () => {
  await using disk = await SmallDisk.mount("6m");
  if (disk === null) return;
  const before = await startService(disk.path);
  await fill(before);
  before.kill("SIGTERM");
  assert.equal(await before.ended, 0);
  try {
    await Deno.writeFile(`${disk.path}/rest`, new Uint8Array(6 << 20)); // also what closing gave back
  } catch { /* full */ }
  const service = await startService(disk.path, {}, { awaitReady: false });
  try {
    let status = 0;
    for (let tries = 0; tries < 500 && status !== 200; tries++) {
      const answer = await fetch(`${service.url}api/ledger`);
      await answer.body?.cancel();
      status = answer.status;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(status, 200);
    const ready = await (await fetch(`${service.url}readyz`)).text();
    assert.match(ready, /full/);
    const refused = await post(service, rowsOf(1_000), { "idempotency-key": "one" });
    assert.equal(refused.status, 503);
    assert.match(await refused.text(), /disk is full/);
    await disk.grow("64m");
    const answer = await post(service, rowsOf(1_000), { "idempotency-key": "one" });
    assert.equal(answer.status, 202, await answer.text());
    await applied(service);
    assert.equal((await ledgerOf(service)).balanced, true);
  } finally {
    service.kill("SIGTERM");
    assert.equal(await service.ended, 0);
  }
});
