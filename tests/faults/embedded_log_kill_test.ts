// Kills a writing process again and again: what it acknowledged is there, and the folder is free.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { LogConsumer, LogRecord } from "../../log/port.ts";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import type { PrintedAcknowledgement } from "./append_until_killed.ts";

const ROUNDS = 6;
const CHILD = join(import.meta.dirname!, "append_until_killed.ts");

async function withFolder(test: (root: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-kill-" });
  try {
    await test(join(folder, "log"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function startChild(root: string, firstSerial: number): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--unstable-worker-options",
      "--allow-read",
      "--allow-write",
      CHILD,
      root,
      String(firstSerial),
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** What a child acknowledges until it is killed, which is after `count` acknowledgements or a bit more. */
async function acknowledgementsUntilKilled(
  child: Deno.ChildProcess,
  count: number,
  beforeKill: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly PrintedAcknowledgement[]> {
  let text = "", isKilled = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (isKilled || text.split("\n").length <= count) continue;
    isKilled = true;
    await beforeKill().finally(() => child.kill("SIGKILL"));
  }
  await child.status;
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}

/** Follows the log from outside until `isEnough`, while the writer comes and goes. */
async function follow(
  consumer: LogConsumer,
  into: LogRecord[][],
  isEnough: () => boolean,
): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  while (!isEnough()) {
    for (const { partition, records } of await consumer.poll(100, signal)) {
      for (const record of records) {
        assert.equal(record.offset, into[partition]!.length, "a hole, or a record twice");
        into[partition]!.push(record);
      }
    }
  }
}

Deno.test("EmbeddedLog has every record that a killed process acknowledged", async () => {
  await withFolder(async (root) => {
    await (await makeTopic(root)).close();
    const consumer = await openEmbeddedConsumer(root, {
      ...{ name: "store", topics: ["kill"], lookEveryMs: 3, positionOf: () => null },
    });
    const acknowledged: PrintedAcknowledgement[] = [], found: LogRecord[][] = [[], []];
    for (let round = 1; round <= ROUNDS; round++) {
      const child = startChild(root, round * 1_000_000);
      acknowledged.push(...await acknowledgementsUntilKilled(child, 40 * round));
      const isThere = ({ partition, offset }: PrintedAcknowledgement) =>
        found[partition]![offset] !== undefined;
      await follow(consumer, found, () => acknowledged.every(isThere));
    }
    await consumer.close();
    const serials = found.flat().map(({ value }) =>
      JSON.parse(new TextDecoder().decode(value)).serial
    );
    assert.equal(new Set(serials).size, serials.length);
    for (const { serial, partition, offset } of acknowledged) {
      const { value } = found[partition]![offset]!;
      assert.equal(JSON.parse(new TextDecoder().decode(value)).serial, serial);
    }
    await (await EmbeddedLog.open(root)).close(); // whole, and free again
  });
});

Deno.test("EmbeddedLog.open() refuses a folder another process writes to, until that is killed", async () => {
  await withFolder(async (root) => {
    const child = startChild(root, 0);
    await acknowledgementsUntilKilled(child, 1, async () => {
      await assert.rejects(EmbeddedLog.open(root), {
        name: "LogLockedError",
        message: `Cannot write to the log in ${root} as one process at a time must have it: ` +
          `current value is process ${child.pid}`,
      });
    });
    await (await EmbeddedLog.open(root)).close();
  });
});

async function makeTopic(root: string): Promise<EmbeddedLog> {
  const log = await EmbeddedLog.open(root);
  await log.createTopic("kill", { partitions: 2 });
  return log;
}
