// A log that is not the one the store has read: nothing is skipped in silence, nothing is acknowledged, one command goes on.

import assert from "node:assert/strict";
import { join } from "node:path";
import { applied, post } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";

const ROWS = 100;

/** Different rows for each name. */
function rowsOf(name: string): string {
  return JSON.stringify(Array.from({ length: ROWS }, (_, row) => ({
    ...{ user_id: `${name}${row % 9}`, show_name: name, watch_duration_minutes: 5 },
    watch_date: new Date(Date.UTC(2025, 0, 1) + row * 3_600_000),
  })));
}

async function send(service: StartedService, name: string): Promise<number> {
  const answer = await post(service, rowsOf(name));
  await answer.body?.cancel();
  return answer.status;
}

async function ask<Answer>({ url }: StartedService, path: string): Promise<Answer> {
  return await (await fetch(url + path)).json();
}

async function stop(service: StartedService): Promise<void> {
  service.kill("SIGTERM");
  assert.equal(await service.ended, 0);
}

async function doctor(
  dataPath: string,
  ...flags: string[]
): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "doctor", ...flags],
    env: { PLAYHEAD_DATA: dataPath, NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return { code, text };
}

/** What everybody is told while the log is another one. */
/** The first message of the live stream that is about the service itself. */
async function firstNotice({ url }: StartedService): Promise<string> {
  const socket = new WebSocket(`${url.replace("http", "ws")}live`);
  const late = setTimeout(() => socket.close(), 5_000);
  try {
    return await new Promise((resolve, reject) => {
      socket.onmessage = ({ data }) => JSON.parse(data).kind === "notice" && resolve(data);
      socket.onclose = () => reject(new Error("the live stream closed without a notice"));
    });
  } finally {
    clearTimeout(late);
    socket.onclose = null;
    socket.close();
  }
}

async function checkBlocked(dataPath: string, why: RegExp): Promise<void> {
  const service = await startService(dataPath, {}, { awaitReady: false });
  try {
    const ready = await untilBlocked(service);
    assert.match(JSON.stringify(ready), why);
    assert.match(JSON.stringify(ready), /doctor --accept-log/);
    assert.match(await (await fetch(service.url)).text(), /role="alert"[^]*is not the one that/);
    assert.match(await firstNotice(service), why); // what the page shows once it is live
    const refused = await post(service, rowsOf("refused"));
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    assert.match(await refused.text(), why);
    const { read, balanced } = await ask<{ read: number; balanced: boolean }>(
      service,
      "api/ledger",
    );
    assert.deepEqual([read, balanced], [2 * ROWS, true]); // what is stored is shown
    assert.match(
      await (await fetch(`${service.url}metrics`)).text(),
      /playhead_log_matches_store 0/,
    );
  } finally {
    await stop(service);
  }
  const { code, text } = await doctor(dataPath);
  assert.equal(code, 1, text);
}

async function untilBlocked(service: StartedService): Promise<unknown> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${service.url}readyz`), ready = await answer.json();
    if (answer.status === 503 && JSON.stringify(ready).includes("accept-log")) return ready;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it does not notice");
}

async function withTwoBatches(
  test: (dataPath: string, copy: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir({ prefix: "playhead-identity-" });
  const dataPath = join(parent, "data"), copy = join(parent, "log.copy");
  try {
    let service = await startService(dataPath);
    assert.equal(await send(service, "first"), 202);
    await applied(service);
    await stop(service);
    await Deno.mkdir(copy);
    await Deno.copyFile(join(dataPath, "log", "log.db"), join(copy, "log.db"));
    service = await startService(dataPath);
    assert.equal(await send(service, "second"), 202);
    await applied(service);
    await stop(service);
    assert.equal((await doctor(dataPath)).code, 0);
    await test(dataPath, copy);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

interface Ledger {
  readonly read: number;
  readonly accepted: number;
  readonly duplicate: number;
}

Deno.test("a log that is older than the store is noticed, and goes on once it is accepted", async () => {
  await withTwoBatches(async (dataPath, copy) => {
    await Deno.copyFile(join(copy, "log.db"), join(dataPath, "log", "log.db"));
    await checkBlocked(dataPath, /ends at \d+, before the \d+ of the store/);
    assert.equal((await doctor(dataPath, "--accept-log")).code, 0);
    const service = await startService(dataPath);
    assert.equal(await send(service, "third"), 202);
    await applied(service);
    const { read, accepted, duplicate } = await ask<Ledger>(service, "api/ledger");
    assert.deepEqual([read, accepted, duplicate], [4 * ROWS, 3 * ROWS, ROWS]);
    await stop(service);
    assert.equal((await doctor(dataPath)).code, 0);
  });
});

Deno.test("a log that was made anew is noticed, also when it is as long as the one before", async () => {
  await withTwoBatches(async (dataPath) => {
    const store = join(dataPath, "store.db"), kept = join(dataPath, "store.kept");
    await Deno.remove(join(dataPath, "log"), { recursive: true });
    await checkBlocked(dataPath, /was made anew or comes from another folder/);
    // Another store lets it grow past the first one's positions.
    await Deno.rename(store, kept);
    let service = await startService(dataPath);
    for (const name of ["other", "more", "again"]) assert.equal(await send(service, name), 202);
    await applied(service);
    await stop(service);
    for (const ending of ["", "-wal", "-shm"]) {
      await Deno.remove(store + ending).catch(() => {});
    }
    await Deno.rename(kept, store);
    await checkBlocked(dataPath, /was made anew or comes from another folder/);
    assert.equal((await doctor(dataPath, "--accept-log")).code, 0);
    service = await startService(dataPath);
    await applied(service);
    const { read, accepted } = await ask<Ledger>(service, "api/ledger");
    assert.deepEqual([read, accepted], [5 * ROWS, 5 * ROWS]);
    await stop(service);
  });
});

Deno.test("a log that is removed while the service runs is noticed by the next append", async () => {
  const dataPath = await Deno.makeTempDir();
  const service = await startService(dataPath);
  try {
    assert.equal(await send(service, "first"), 202);
    await Deno.remove(join(dataPath, "log"), { recursive: true });
    const answer = await post(service, rowsOf("lost"));
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /log\.db was removed or replaced/);
  } finally {
    await stop(service);
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("what the log has no more and the store never saw is missing, with its offsets", async () => {
  await withTwoBatches(async (dataPath) => {
    const { EmbeddedLog } = await import("../../log/embedded/embedded_log.ts");
    const log = await EmbeddedLog.open(join(dataPath, "log"), { nowMs: () => Date.now() + 60_000 });
    const covered = (await log.offsets("watch.events")).map(({ partition, endOffset }) => ({
      ...{ topic: "watch.events", partition, nextOffset: endOffset },
    }));
    const removed = await log.retain(covered, 1_000);
    assert.ok(removed > 0);
    await log.close();
    let service = await startService(dataPath); // the store has all of it
    assert.equal((await ask<{ missing: number }>(service, "api/ledger")).missing, 0);
    await stop(service);
    for (const ending of ["", "-wal", "-shm"]) {
      await Deno.remove(join(dataPath, `store.db${ending}`)).catch(() => {});
    }
    service = await startService(dataPath); // a new one has not
    assert.equal(await send(service, "third"), 202);
    await applied(service);
    const ledger = await ask<Ledger & { missing: number; missing_offsets: { to: number }[] }>(
      service,
      "api/ledger",
    );
    assert.deepEqual([ledger.read, ledger.missing], [ROWS, 2 * ROWS]);
    assert.equal(ledger.missing_offsets.reduce((sum, { to }) => sum + to, 0), 2 * ROWS);
    await stop(service);
  });
});
