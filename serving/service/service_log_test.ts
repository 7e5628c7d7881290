// The log as the API sees it: lag by what was appended and applied, records by place and time.

import assert from "node:assert/strict";
import { openLog } from "../../log/open_log.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import type { MessageStart } from "../ports.ts";
import { ServiceLog } from "./service_log.ts";

async function withLog(test: (log: ServiceLog, apply: (n: number) => void) => Promise<void>) {
  const dataPath = await Deno.makeTempDir();
  const settings = { kind: "embedded", dataPath } as const;
  const opened = await openLog(settings);
  let applied = 0;
  try {
    await createTopics(opened.admin, 2);
    const log = await ServiceLog.over(opened, settings, {
      ...{ state: "running", restarts: 0 },
      positionOf: (topic) => topic === EVENTS_TOPIC ? applied : 0,
    });
    await test(log, (offset) => applied = offset);
  } finally {
    await opened.close();
    await Deno.remove(dataPath, { recursive: true });
  }
}

function append(log: ServiceLog, texts: readonly (string | Uint8Array)[]) {
  const encode = (text: string | Uint8Array) =>
    typeof text === "string" ? new TextEncoder().encode(text) : text;
  const records = texts.map((text) => ({
    key: "a",
    value: encode(text),
    headers: { source: "t" },
  }));
  return log.append(EVENTS_TOPIC, records);
}

Deno.test("ServiceLog.pending() is what was appended and not applied", async () => {
  await withLog(async (log, apply) => {
    const [{ partition, records } = { partition: -1, records: 0 }] = await append(log, [
      "1",
      "2",
      "3",
    ]);
    assert.equal(records, 3);
    assert.equal(log.pending(), 3);
    apply(2);
    assert.equal(log.pending(), 1);
    assert.equal(log.lagByPartition()[`${EVENTS_TOPIC}/${partition}`], 1);
    const { topics, consumer } = await log.topics();
    assert.equal(consumer.lag, 1);
    const events = topics.find(({ topic }) => topic === EVENTS_TOPIC)!;
    assert.deepEqual([events.records, events.lag, events.partitions.length], [3, 1, 2]);
  });
});

Deno.test("ServiceLog.messages() reads the newest, the oldest, from an offset and from a time", async () => {
  await withLog(async (log) => {
    const [range] = await append(log, ["1", "2"]);
    const { partition } = range!;
    await new Promise((resolve) => setTimeout(resolve, 20));
    const afterMs = Date.now();
    await append(log, ["3", Uint8Array.of(0xff)]);
    const values = async (start: MessageStart, limit = 10) =>
      (await log.messages(EVENTS_TOPIC, { partition, start, limit }))!.messages
        .map(({ value }) => value);
    assert.deepEqual(await values({ kind: "oldest" }, 3), ["1", "2", "3"]);
    assert.deepEqual(await values({ kind: "newest" }, 2), ["3", "/w=="]);
    assert.deepEqual(await values({ kind: "offset", offset: 1 }, 1), ["2"]);
    assert.deepEqual(await values({ kind: "offset", offset: 99 }), []);
    assert.deepEqual(await values({ kind: "time", timeMs: afterMs }), ["3", "/w=="]);
    const all = await log.messages(EVENTS_TOPIC, {
      ...{ partition: null, start: { kind: "oldest" }, limit: 1 },
    });
    assert.deepEqual({ ...all!.messages[0]!, ingested_at: "" }, {
      ...{ partition, offset: 0, key: "a", headers: { source: "t" }, ingested_at: "" },
      ...{ value: "1", encoding: null },
    });
    assert.equal(
      await log.messages("none", { partition, start: { kind: "oldest" }, limit: 1 }),
      null,
    );
    const missing = { partition: 9, start: { kind: "oldest" }, limit: 1 } as const;
    assert.equal(await log.messages(EVENTS_TOPIC, missing), null);
  });
});
