// Runs `deno task replay` as people do: into the log, and to a service that has it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { openEmbeddedConsumer } from "../../log/embedded/embedded_consumer.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";

const ROOT = join(import.meta.dirname!, "..", "..");
const ROWS = "user_id,show_name,watch_duration_minutes,watch_date\n" +
  "ann,c,30,2024-01-03\nann,a,30,2024-01-01\nann,b,30,2024-01-02\nann,x,0,2024-01-02\n";

async function replayTask(folder: string, ...args: readonly string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "replay", join(folder, "a.csv"), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", PLAYHEAD_DATA: join(folder, "data") },
    stdin: "null",
  });
  const { code, stderr } = await command.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-replay-task-" });
  try {
    await Deno.writeTextFile(join(folder, "a.csv"), ROWS);
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("replay appends the views to the log in the order they happened", async () => {
  await inFolder(async (folder) => {
    const { code, stderr } = await replayTask(folder, "--speed", "1e9");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Replaying 3 views into the log in .*; 1 bad rows .*\nSent 3 views\n$/);
    const consumer = await openEmbeddedConsumer(join(folder, "data", "log"), {
      ...{ name: null, topics: [EVENTS_TOPIC], positionOf: () => null },
    });
    const shows: string[] = [];
    for (const { records } of await consumer.poll(100, AbortSignal.timeout(10_000))) {
      for (const { value } of records) {
        shows.push(JSON.parse(new TextDecoder().decode(value)).show_name);
      }
    }
    await consumer.close();
    assert.deepEqual(shows, ["a", "b", "c"]);
  });
});

Deno.test("replay sends to the service, again when that is too far behind", async () => {
  await inFolder(async (folder) => {
    const bodies: string[] = [];
    const service = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      async (request) => {
        if (request.method === "GET") return new Response("ok");
        bodies.push(await request.text());
        if (bodies.length > 1) return new Response("{}", { status: 202 });
        return new Response("{}", { status: 429, headers: { "retry-after": "0.01" } });
      },
    );
    const url = `http://127.0.0.1:${service.addr.port}`;
    const { code, stderr } = await replayTask(folder, "--to", url);
    await service.shutdown();
    assert.equal(code, 0, stderr);
    assert.equal(bodies.length, 2);
    assert.equal(bodies[0], bodies[1]);
    assert.deepEqual(bodies[0]!.split("\n").map((line) => JSON.parse(line).show_name), [
      "a",
      "b",
      "c",
    ]);
  });
});

Deno.test("replay says in one line what it cannot do", async () => {
  await inFolder(async (folder) => {
    const log = await EmbeddedLog.open(join(folder, "data", "log"));
    try {
      const gone = await replayTask(folder, "--to", "http://127.0.0.1:1");
      assert.equal(gone.code, 2);
      assert.match(
        gone.stderr,
        /^error: Cannot replay .* no service answers at http:\/\/127\.0\.0\.1:1/,
      );
      const slow = await replayTask(folder, "--speed", "0");
      assert.deepEqual([slow.code, slow.stderr], [
        2,
        'error: Cannot parse --speed as it must be a number above 0, or max: current value is "0"\n',
      ]);
    } finally {
      await log.close();
    }
  });
});
