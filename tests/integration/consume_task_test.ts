// `deno task consume` says how far it is behind as the log knows it: never that nothing waits while something does.

import assert from "node:assert/strict";
import { openLog } from "../../log/open_log.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import { startTask } from "./run_kafka_task.ts";

const RECORDS = 60_000, BATCH = 10_000;
const utf8 = new TextEncoder();

function views(from: number) {
  return Array.from({ length: BATCH }, (_, i) => {
    const n = from + i, key = `user-${n % 500}`;
    const watch_date = new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();
    const row = { user_id: key, show_name: "Dark", watch_duration_minutes: 5, watch_date };
    return { key, value: utf8.encode(JSON.stringify(row)) };
  });
}

Deno.test("consume tells from its first line on what the log holds and the store has not", async () => {
  const dataPath = await Deno.makeTempDir({ prefix: "playhead-consume-" });
  const log = await openLog({ kind: "embedded", dataPath });
  try {
    await createTopics(log.admin, 4);
    for (let n = 0; n < RECORDS; n += BATCH) await log.producer.append(EVENTS_TOPIC, views(n));
    const task = await startTask("consume", { PLAYHEAD_DATA: dataPath });
    const told = await task.says(/60,000 records applied, 0 behind/);
    task.kill("SIGTERM");
    const { code, told: all } = await task.ended;
    assert.ok(code === 0 || code === 143, all);
    assert.match(all, /Stopped\. 60,000 records applied, 0 behind/);
    for (const [, applied, behind] of told.matchAll(/([\d,]+) records applied, ([\d,]+) behind/g)) {
      const sum = [applied!, behind!].reduce((sum, n) => sum + Number(n.replaceAll(",", "")), 0);
      assert.equal(sum, RECORDS, `${applied} applied, ${behind} behind`);
    }
  } finally {
    await log.close();
    await Deno.remove(dataPath, { recursive: true });
  }
});
