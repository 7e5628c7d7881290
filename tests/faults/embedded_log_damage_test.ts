// Bytes of the log's file change on the disk: no record is read otherwise than it was written, and the file is named.

import assert from "node:assert/strict";
import { join } from "node:path";
import { LogCorruptionError, LogError } from "../../log/errors.ts";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";

const TOPIC = "damage", RECORDS = 40;

function valueOf(serial: number): string {
  return `record ${serial} ${"abcdefgh".repeat(40 + serial)}`;
}

async function makeLog(root: string): Promise<void> {
  const log = await EmbeddedLog.open(root);
  await log.createTopic(TOPIC, { partitions: 1 });
  for (let serial = 0; serial < RECORDS; serial++) {
    await log.append(TOPIC, [{ key: "a", value: new TextEncoder().encode(valueOf(serial)) }]);
  }
  await log.close();
}

/** Reads to the end; every record that comes must be the one that was written. */
async function readAll(root: string): Promise<void> {
  const consumer = await openEmbeddedConsumer(root, {
    ...{ name: null, topics: [TOPIC], positionOf: () => null },
  });
  try {
    for (let next = 0; next < RECORDS;) {
      for (const { records } of await consumer.poll(7, AbortSignal.timeout(2_000))) {
        for (const { offset, value } of records) {
          assert.equal(offset, next);
          assert.equal(new TextDecoder().decode(value), valueOf(next++));
        }
      }
    }
  } finally {
    await consumer.close();
  }
}

Deno.test("a changed byte of the log is never read as if it were whole, and the file is named", async () => {
  const folder = await Deno.makeTempDir({ prefix: "playhead-damage-" }), root = join(folder, "log");
  try {
    await makeLog(root);
    const path = join(root, "log.db"), whole = await Deno.readFile(path);
    let damaged = 0;
    for (let at = 100; at < whole.length; at += 199) {
      const bytes = whole.slice();
      bytes[at]! ^= 0x55;
      await Deno.writeFile(path, bytes);
      try {
        await readAll(root);
      } catch (error) {
        damaged++;
        // A byte of the tables' descriptions may hide a table; what is read stays right.
        if (!(error instanceof LogError)) {
          assert.match(String(error), /SQL|sqlite|database|no such|Timeout/i);
        }
        if (error instanceof LogCorruptionError) assert.equal(error.path, path);
      }
    }
    assert.ok(damaged > whole.length / 199 / 4, `${damaged} changes were noticed`);
    await Deno.writeFile(path, whole);
    await readAll(root);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
