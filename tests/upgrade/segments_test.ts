// A log of segment files, as versions until 2026-11 wrote it, goes on as the database.

import assert from "node:assert/strict";
import { join } from "node:path";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { EVENTS_TOPIC, PIPELINE_TOPICS } from "../../log/topics.ts";

const FOLDER = new URL("data_folders/2026-11.tar.gz", import.meta.url).pathname;

async function withOldLog(test: (root: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir({ prefix: "playhead-segments-" });
  try {
    const { success } = await new Deno.Command("tar", { args: ["-xzf", FOLDER, "-C", parent] })
      .output();
    assert.ok(success);
    await test(join(parent, "data", "log"));
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function readAll(root: string): Promise<number> {
  const log = await EmbeddedLog.open(root);
  let records = 0, ends = 0;
  for (const topic of PIPELINE_TOPICS) {
    for (const { firstOffset, endOffset } of await log.offsets(topic)) {
      assert.equal(firstOffset, 0);
      ends += endOffset;
    }
  }
  const consumer = await openEmbeddedConsumer(root, {
    ...{ name: null, topics: PIPELINE_TOPICS, positionOf: () => null },
  });
  while (records < ends) {
    for (const batch of await consumer.poll(50, AbortSignal.timeout(5_000))) {
      records += batch.records.length;
      for (const { value } of batch.records) JSON.parse(new TextDecoder().decode(value));
    }
  }
  await consumer.close();
  const value = new TextEncoder().encode("{}");
  const [range] = await log.append(EVENTS_TOPIC, [{ key: "ann", value }]);
  assert.ok(range!.baseOffset > 0); // behind what was there
  await log.close();
  return records;
}

Deno.test("a log of segment files is copied into the database, once, and the files are kept", async () => {
  await withOldLog(async (root) => {
    const notices: string[] = [];
    const log = await EmbeddedLog.open(root, { onNotice: (notice) => notices.push(notice) });
    await log.close();
    assert.match(notices.join(), /copied into .*log\.db \(228 records\)/);
    const names = [...Deno.readDirSync(root)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["lock", "log.db", "topics.old"]);
    assert.equal(await readAll(root), 228);
    assert.equal(await readAll(root), 229);
  });
});

Deno.test("a copy that was cut short begins again; damaged segment files are named and left as they are", async () => {
  await withOldLog(async (root) => {
    await Deno.writeTextFile(join(root, "log.db.part"), "half a copy");
    assert.equal(await readAll(root), 228);
  });
  await withOldLog(async (root) => {
    const path = join(root, "topics", EVENTS_TOPIC, "000000000000.segment");
    const bytes = await Deno.readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await Deno.writeFile(path, bytes);
    await assert.rejects(EmbeddedLog.open(root), { name: "LogCorruptionError", path });
    assert.deepEqual(await Deno.readFile(path), bytes);
  });
});

Deno.test("what was never acknowledged at the end of the segment files is left out", async () => {
  await withOldLog(async (root) => {
    const path = join(root, "topics", EVENTS_TOPIC, "000000000000.segment");
    await Deno.writeFile(path, new Uint8Array(40).fill(7), { append: true });
    assert.equal(await readAll(root), 228);
  });
});

Deno.test("a process that was killed while the copy got its name leaves nothing to lose", async () => {
  await withOldLog(async (root) => {
    await (await EmbeddedLog.open(root)).close();
    await Deno.rename(join(root, "log.db"), join(root, "log.db.part"));
    assert.equal(await readAll(root), 228);
  });
});

Deno.test("segment files that an older version wrote after the copy are told of, and left as they are", async () => {
  await withOldLog(async (root) => {
    const topics = join(root, "topics");
    await new Deno.Command("cp", { args: ["-r", topics, `${topics}.again`] }).output();
    await (await EmbeddedLog.open(root)).close();
    await Deno.rename(`${topics}.again`, topics);
    for (const taken of [join(root, "log.db"), `${topics}.old`]) {
      await assert.rejects(EmbeddedLog.open(root), {
        name: "LogVersionError",
        message: new RegExp(`Cannot take over ${topics} as ${taken} is there already`),
      });
      await Deno.rename(taken, `${taken}.away`);
    }
    assert.equal(await readAll(root), 228);
  });
});
