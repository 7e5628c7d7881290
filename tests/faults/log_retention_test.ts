// The log removes only what a verified backup of the store has, and a rebuild starts from that backup.

import assert from "node:assert/strict";
import { join } from "node:path";
import { applied, post } from "../ask_service.ts";
import { type StartedService, startService } from "../start_service.ts";

const ROWS = 200;

function rowsOf(name: string): string {
  return JSON.stringify(Array.from({ length: ROWS }, (_, row) => ({
    ...{ user_id: `${name}${row % 9}`, show_name: name, watch_duration_minutes: 5 + row % 3 },
    watch_date: new Date(Date.UTC(2025, 0, 1) + row * 600_000),
  })));
}

async function send(service: StartedService, name: string): Promise<void> {
  const answer = await post(service, rowsOf(name));
  assert.equal(answer.status, 202, await answer.text());
  await applied(service);
}

async function stop(service: StartedService): Promise<void> {
  service.kill("SIGTERM");
  assert.equal(await service.ended, 0);
}

async function firstOffsets({ url }: StartedService): Promise<number> {
  const { topics } = await (await fetch(`${url}api/stream/topics`)).json();
  const { partitions } = topics.find(({ topic }: { topic: string }) => topic === "watch.events");
  return partitions.reduce(
    (sum: number, { first_offset }: { first_offset: number }) => sum + first_offset,
    0,
  );
}

async function answersOf({ url }: StartedService): Promise<unknown> {
  const ask = async (path: string) => await (await fetch(`${url}api/${path}`)).json();
  const ledger = await ask("ledger");
  assert.ok(ledger.balanced);
  return [await ask("overview"), await ask("shows"), await ask("heatmap"), ledger];
}

Deno.test("with LOG_RETENTION_DAYS the log is shortened, and a lost store is built from backup and log", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-retention-" });
  const retention = { LOG_RETENTION_DAYS: "0.00001" };
  try {
    let service = await startService(dataPath);
    await send(service, "first");
    assert.equal(await firstOffsets(service), 0);
    await stop(service);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // old enough
    service = await startService(dataPath, retention);
    // One partition after the other.
    for (let tries = 0; await firstOffsets(service) < ROWS; tries++) {
      assert.ok(tries < 200, "not all is removed");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(await firstOffsets(service), ROWS);
    await send(service, "second");
    const before = await answersOf(service);
    await stop(service);
    for (const ending of ["", "-wal", "-shm"]) {
      await Deno.remove(join(dataPath, `store.db${ending}`)).catch(() => {});
    }
    service = await startService(dataPath);
    await applied(service);
    assert.deepEqual(await answersOf(service), before);
    await stop(service);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("a backup that is damaged is passed over for the one before it", async () => {
  const { backUpStore, newestBackup } = await import("../../store/open_store.ts");
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-backup-" });
  try {
    const service = await startService(dataPath);
    await send(service, "first");
    await stop(service);
    assert.equal(newestBackup(dataPath), null);
    const first = await backUpStore(dataPath, Date.UTC(2026, 0, 1));
    const second = await backUpStore(dataPath, Date.UTC(2026, 0, 2));
    assert.equal(newestBackup(dataPath)?.path, second.path);
    const bytes = await Deno.readFile(second.path);
    bytes.fill(0, 4_096, 3 * 4_096);
    await Deno.writeFile(second.path, bytes);
    assert.deepEqual(newestBackup(dataPath), first);
    await backUpStore(dataPath, Date.UTC(2026, 0, 3));
    const kept = [...Deno.readDirSync(join(dataPath, "backups"))].map(({ name }) => name).sort();
    assert.deepEqual(kept, ["store-20260102T000000Z.db", "store-20260103T000000Z.db"]);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("a backup made after the clock went back is the newest, and is kept", async () => {
  const { backUpStore, newestBackup } = await import("../../store/open_store.ts");
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-backup-" });
  try {
    const service = await startService(dataPath);
    await send(service, "first");
    await stop(service);
    const dates = [Date.UTC(2036, 0, 1), Date.UTC(2036, 0, 2), Date.UTC(2026, 0, 1)];
    for (const nowMs of dates) {
      const made = await backUpStore(dataPath, nowMs);
      assert.deepEqual(newestBackup(dataPath), made);
    }
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});

Deno.test("doctor --accept-log leaves no backup of the log before as the newest", async () => {
  const { backUpStore, newestBackup } = await import("../../store/open_store.ts");
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-backup-" });
  const events = async (service: StartedService) => {
    const { read, missing } = await (await fetch(`${service.url}api/ledger`)).json();
    return [read, missing];
  };
  try {
    let service = await startService(dataPath);
    await send(service, "first");
    await stop(service);
    const before = await backUpStore(dataPath, Date.now());
    assert.ok(before.positions.length > 0);
    await Deno.remove(join(dataPath, "log"), { recursive: true });
    for (let times = 1; times <= 2; times++) {
      const accepted = await new Deno.Command(Deno.execPath(), {
        args: ["task", "-q", "doctor", "--accept-log"],
        env: { PLAYHEAD_DATA: dataPath },
      }).output();
      assert.equal(accepted.code, 0, new TextDecoder().decode(accepted.stderr));
      assert.deepEqual(newestBackup(dataPath)?.positions, []);
    }
    // The store that such a backup becomes reads all of the log that was accepted.
    service = await startService(dataPath);
    await send(service, "second");
    await stop(service);
    for (const ending of ["", "-wal", "-shm"]) {
      await Deno.remove(join(dataPath, `store.db${ending}`)).catch(() => {});
    }
    service = await startService(dataPath);
    await applied(service);
    assert.deepEqual(await events(service), [2 * ROWS, 0]);
    await stop(service);
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});
