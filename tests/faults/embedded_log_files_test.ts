// The log's files are taken away while it is written to: nothing that was acknowledged goes with them.

import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  record,
  texts,
  TOPIC,
  withConsumer,
  withLog,
} from "../../log/embedded/embedded_log_fixture.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { SmallDisk } from "./small_disk.ts";

/** Copies what a process that was killed now would leave. */
async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) {
    await Deno.copyFile(join(from, name), join(to, name));
  }
}

async function readAll(root: string): Promise<string[]> {
  const found: string[] = [];
  await withConsumer(root, {}, async (consumer) => {
    for (;;) {
      const batches = await consumer.poll(1_000, AbortSignal.timeout(300)).catch(() => []);
      if (batches.length === 0) return;
      found.push(...texts(batches));
    }
  });
  return found;
}

for (const endings of [["-wal"], ["-shm"], ["-wal", "-shm"]]) {
  Deno.test(`EmbeddedLog keeps what it acknowledged when log.db${endings} are removed`, async () => {
    await withLog(async (log, root) => {
      await log.createTopic(TOPIC, { partitions: 1 });
      const acknowledged: string[] = [];
      for (const name of ["a", "b", "c"]) {
        await log.append(TOPIC, [record(name)]);
        acknowledged.push(name);
      }
      for (const ending of endings) await Deno.remove(join(root, `log.db${ending}`));
      await assert.rejects(log.append(TOPIC, [record("d")]), {
        name: "LogReplacedError",
        message: /log\.db-(wal|shm) was removed or replaced while Playhead wrote to it/,
      });
      const copy = join(root, "..", "copy");
      await copyFolder(root, copy);
      const left = await EmbeddedLog.open(copy);
      try {
        assert.deepEqual(await readAll(copy), acknowledged);
      } finally {
        await left.close();
      }
    });
  });
}

Deno.test("EmbeddedLog says that another process writes too, once its lock was removed", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    await log.append(TOPIC, [record("a")]);
    await Deno.remove(join(root, "lock"));
    const other = await EmbeddedLog.open(root);
    try {
      await other.append(TOPIC, [record("b")]);
      await assert.rejects(log.append(TOPIC, [record("c")]), {
        name: "LogReplacedError",
        message: /Another process writes to .*log\.db too, as its lock was removed/,
      });
      await other.append(TOPIC, [record("d")]);
      assert.deepEqual(await readAll(root), ["a", "b", "d"]);
    } finally {
      await other.close();
    }
  });
});

Deno.test("EmbeddedLog opens on a full disk, has what it acknowledged, and goes on once there is room", async () => {
  await using disk = await SmallDisk.mount("12m");
  if (disk === null) return;
  const root = join(disk.path, "log"), large = "x".repeat(20_000);
  const acknowledged: string[] = [];
  const fill = async (log: EmbeddedLog) => {
    for (;;) {
      const name = `${acknowledged.length}`;
      await log.append(TOPIC, [record(name, name + large)]);
      acknowledged.push(name);
    }
  };
  let log = await EmbeddedLog.open(root);
  await log.createTopic(TOPIC, { partitions: 1 });
  await assert.rejects(fill(log), { name: "LogWriteError", retriable: true });
  await log.close(); // cannot bring its WAL in
  assert.ok((await Deno.stat(join(root, "log.db-wal"))).size > 0);
  log = await EmbeddedLog.open(root);
  try {
    await assert.rejects(fill(log), { name: "LogWriteError", retriable: true });
    await disk.grow("24m");
    await log.append(TOPIC, [record("last", `last${large}`)]);
    const found = (await readAll(root)).map((text) => text.replace(large, ""));
    assert.deepEqual(found, [...acknowledged, "last"]);
  } finally {
    await log.close();
  }
});

Deno.test("EmbeddedLog.open() says of a file that is no log what it is, and leaves it as it is", async () => {
  const root = await Deno.makeTempDir({ prefix: "playhead-log-" }), path = join(root, "log.db");
  try {
    await Deno.writeTextFile(path, "no database, but a text ".repeat(100));
    await assert.rejects(EmbeddedLog.open(root), {
      name: "LogCorruptionError",
      message: `${path} is damaged: file is not a database`,
    });
    assert.match(await Deno.readTextFile(path), /^no database/);
    await Deno.remove(path);
    await Deno.mkdir(path);
    await assert.rejects(EmbeddedLog.open(root), {
      name: "LogReadError",
      message: /log\.db: unable/,
    });
    await Deno.remove(path);
    const foreign = new DatabaseSync(path);
    foreign.exec("CREATE TABLE t(a); PRAGMA user_version = 1");
    foreign.close();
    await assert.rejects(EmbeddedLog.open(root), {
      name: "LogReadError",
      message: `Cannot read ${path}: no such table: meta`,
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("EmbeddedLog goes on with a copy that another tool wrote without a WAL", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    await log.append(TOPIC, [record("a")]);
    const folder = join(root, "..", "copy");
    // As `VACUUM INTO` leaves it.
    await copyFolder(root, folder);
    const other = new DatabaseSync(join(folder, "log.db"));
    other.exec("PRAGMA journal_mode = DELETE");
    other.close();
    const copy = await EmbeddedLog.open(folder);
    try {
      await copy.append(TOPIC, [record("b")]);
      assert.ok((await Deno.stat(join(folder, "log.db-wal"))).size > 0);
      assert.deepEqual(await readAll(folder), ["a", "b"]);
    } finally {
      await copy.close();
    }
  });
});
