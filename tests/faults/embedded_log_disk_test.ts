// The n-th write or sync of the log's files fails, n = 1, 2, …, until a run passes: what was acknowledged is there.

import assert from "node:assert/strict";
import { join } from "node:path";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { buildFailingDisk } from "./failing_disk.ts";

const CHILD = join(import.meta.dirname!, "append_on_failing_disk.ts");
const EIO = 5, ENOSPC = 28;
/** Operations that are left out between two that fail: all of them, here and there, take minutes. */
const STEP = 7;

/** What the log holds, by serial number: the parts of each append. */
async function readAll(root: string): Promise<Map<number, Set<number>>> {
  const log = await EmbeddedLog.open(root), found = new Map<number, Set<number>>();
  const topics = await log.topics();
  if (topics.length > 0) {
    const offsets = await log.offsets("disk");
    let left = offsets.reduce((sum, { endOffset }) => sum + endOffset, 0);
    const consumer = await openEmbeddedConsumer(root, {
      ...{ name: null, topics: ["disk"], positionOf: () => null },
    });
    while (left > 0) {
      for (const { records } of await consumer.poll(1_000, AbortSignal.timeout(5_000))) {
        for (const { value } of records) {
          const { serial, part } = JSON.parse(new TextDecoder().decode(value));
          const parts = found.get(serial) ?? new Set<number>();
          assert.ok(!parts.has(part), `append ${serial} is there twice`);
          found.set(serial, parts.add(part));
          left--;
        }
      }
    }
    await consumer.close();
  }
  await log.close();
  return found;
}

async function run(root: string, env: Record<string, string>): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-lock",
      "--unstable-worker-options",
      "--allow-read",
      "--allow-write",
      CHILD,
      root,
    ],
    ...{ env, stdin: "null", stderr: "null", signal: AbortSignal.timeout(60_000) },
  }).output();
  return new TextDecoder().decode(stdout).split("\n").slice(0, -1);
}

for (
  const [name, errno, stays] of [["EIO once", EIO, false], [
    "ENOSPC for good",
    ENOSPC,
    true,
  ]] as const
) {
  Deno.test(`EmbeddedLog keeps what it acknowledged when the disk fails (${name})`, async () => {
    const library = await buildFailingDisk();
    if (library === null) return;
    let runs = 0, refusals = 0;
    for (let at = 1;; at += STEP) {
      const folder = await Deno.makeTempDir({ prefix: "playhead-disk-" }),
        root = join(folder, "log");
      const lines = await run(root, {
        ...{ LD_PRELOAD: library, FAIL_PATH: "log.db", FAIL_AT: String(at) },
        ...{ FAIL_ERRNO: String(errno), ...stays ? { FAIL_STAYS: "1" } : {} },
      });
      const acknowledged = lines.filter((line) => /^\d+$/.test(line)).map(Number);
      const found = await readAll(root);
      for (const serial of acknowledged) {
        assert.equal(
          found.get(serial)?.size,
          3,
          `append ${serial} was acknowledged (operation ${at})`,
        );
      }
      for (const [serial, parts] of found) {
        assert.equal(parts.size, 3, `append ${serial} is half there`);
      }
      await Deno.remove(folder, { recursive: true });
      refusals += lines.filter((line) => line.startsWith("refused")).length;
      if (++runs > 3 && acknowledged.length === 30 && lines.at(-1) === "done") break;
    }
    assert.ok(refusals > 0, "no append met the failing disk");
  });
}
