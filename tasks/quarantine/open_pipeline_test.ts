// Tests of asking log and store without a service: a preview changes nothing, a replay is in the log.

import assert from "node:assert/strict";
import type { RepairPreview, RepairReplay } from "../../domain/repair.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { openLog } from "../../log/open_log.ts";
import { Store } from "../../store/sqlite/write/store.ts";
import { createTopics, EVENTS_TOPIC } from "../../log/topics.ts";
import { openPipeline } from "./open_pipeline.ts";

const HERE = { url: null, token: null };
const ROW = {
  user_id: "ann",
  show_name: "Dark",
  watch_duration_minutes: "12m",
  watch_date: "2026-01-01",
};

Deno.test("openPipeline() makes nothing in a data folder that is not there", async () => {
  const parent = await Deno.makeTempDir(), dataPath = `${parent}/mistaken`;
  try {
    const config = {
      ...{ dataPath, partitions: 1, thresholds: DEFAULT_THRESHOLDS },
      log: { kind: "embedded", dataPath } as const,
    };
    await assert.rejects(openPipeline(config, HERE), /another folder by PLAYHEAD_DATA/);
    assert.deepEqual([...Deno.readDirSync(parent)], []);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});

Deno.test("openPipeline() asks log and store when no service has them", async () => {
  const dataPath = await Deno.makeTempDir();
  try {
    const config = {
      ...{ dataPath, partitions: 1, thresholds: DEFAULT_THRESHOLDS },
      log: { kind: "embedded", dataPath } as const,
    };
    await assert.rejects(openPipeline(config, HERE), /must be a store: run deno task start/);
    const store = Store.open(`${dataPath}/store.db`, {
      thresholds: DEFAULT_THRESHOLDS,
      catalog: null,
    });
    const value = new TextEncoder().encode(JSON.stringify(ROW));
    store.apply([{
      ...{ topic: EVENTS_TOPIC, partition: 0, nextOffset: 1, endOffset: 1 },
      records: [{ offset: 0, key: "ann", value, headers: {}, ingestTimeMs: Date.now() }],
    }]);
    store.close();
    const pipeline = await openPipeline(config, HERE);
    const trial = {
      select: {},
      repair: { steps: [{ kind: "unit", field: "watch_duration_minutes" }] },
    };
    const preview = await pipeline.ask<RepairPreview>("/api/quarantine/preview", trial);
    assert.deepEqual([preview.tried, preview.passes], [1, 1]);
    const replay = await pipeline.ask<RepairReplay>("/api/quarantine/replay", trial);
    assert.equal(replay.replayed, 1);
    const wrong = { ...trial, repair: { steps: [{ kind: "burn" }] } };
    const refused = pipeline.ask("/api/quarantine/replay", wrong);
    await assert.rejects(refused, /must fit: repair\.steps\.0/);
    await pipeline.close();
    const log = await openLog(config.log);
    await createTopics(log.admin, 1);
    const [events] = await log.admin.offsets(EVENTS_TOPIC);
    assert.equal(events?.endOffset, 1);
    await log.close();
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
});
