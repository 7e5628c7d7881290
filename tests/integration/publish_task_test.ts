// Runs `deno task etl --publish` as people do: what ends up in the log, and who may not write to it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { PIPELINE_TOPICS } from "../../log/topics.ts";

const ROOT = join(import.meta.dirname!, "..", "..");
const ROWS = "user_id,show_name,watch_duration_minutes,watch_date\n" +
  "ann,Lupin,30,2024-01-01\nann,Lupin,30,2024-01-01\nbob,Lupin,31,2024-01-01\nbob,Lupin,x,2024-01-01\n" +
  Array.from(
    { length: 20 },
    (_, day) => `cy,Dark,${day + 10},2024-02-${day + 1}\n`.replace(/-(\d)\n/, "-0$1\n"),
  )
    .join("");

async function publish(folder: string, stdin: string | null = null) {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      ...["task", "--quiet", "etl", stdin === null ? join(folder, "a.csv") : "-"],
      ...["--out", join(folder, "v.parquet"), "--publish"],
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1", PLAYHEAD_DATA: join(folder, "data"), PARTITIONS: "3" },
    stdin: stdin === null ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  if (stdin !== null) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  return {
    code,
    stdout: new TextDecoder().decode(stdout),
    stderr: new TextDecoder().decode(stderr),
  };
}

async function readLog(folder: string, count: number) {
  const consumer = await openEmbeddedConsumer(join(folder, "data", "log"), {
    name: null,
    topics: PIPELINE_TOPICS,
    positionOf: () => null,
  });
  const found: string[] = [];
  while (found.length < count) {
    for (const { topic, records } of await consumer.poll(1_000, AbortSignal.timeout(10_000))) {
      for (const { key, headers } of records) {
        found.push(
          `${topic} ${headers.source?.split("/").at(-1)} ${
            topic.endsWith("e") ? headers.kind : key
          }`,
        );
      }
    }
  }
  await consumer.close();
  return found.sort();
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-publish-" });
  try {
    await Deno.writeTextFile(join(folder, "a.csv"), ROWS);
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("etl --publish sends good rows, also duplicates, and bad ones, and leaves the catalog", async () => {
  await inFolder(async (folder) => {
    const { code, stdout, stderr } = await publish(folder);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /Sent 23 rows to watch.events and 1 to watch.quarantine/);
    const found = await readLog(folder, 25);
    assert.equal(found.filter((line) => line === "watch.events a.csv ann").length, 2);
    assert.equal(found.filter((line) => line === "watch.events a.csv cy").length, 20);
    // The bad row, and the word about the file itself.
    const others = found.filter((line) => line.startsWith("watch.quarantine"));
    assert.deepEqual(others, ["watch.quarantine a.csv import", "watch.quarantine a.csv row"]);
    const catalog = JSON.parse(await Deno.readTextFile(join(folder, "data", "catalog.json")));
    assert.deepEqual(catalog.shows, [
      { show_name: "Dark", runtime_minutes: 28, inferred: true, genre: null },
    ]);
  });
});

Deno.test("etl --publish reads standard input once for both passes", async () => {
  await inFolder(async (folder) => {
    const { code, stdout } = await publish(folder, ROWS);
    assert.equal(code, 0);
    assert.match(stdout, /Sent 23 rows to watch.events and 1 to watch.quarantine/);
    assert.equal((await readLog(folder, 25)).length, 25);
  });
});

Deno.test("etl --publish refuses at once, with 2 and nothing written, while another process has the log", async () => {
  await inFolder(async (folder) => {
    const log = await EmbeddedLog.open(join(folder, "data", "log"));
    try {
      const { code, stderr } = await publish(folder);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /^error: Cannot write to the log .* process \d+\. While the service runs, /,
      );
      await assert.rejects(Deno.stat(join(folder, "v.parquet")), Deno.errors.NotFound);
    } finally {
      await log.close();
    }
  });
});
