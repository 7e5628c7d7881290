// Tests of starting the consumer's workers: what one says before it crashes is heard before the crash.

import assert from "node:assert/strict";
import type { ConsumerCommand, ConsumerReport } from "./consumer_protocol.ts";
import { startWorker } from "./start_worker.ts";

const URL_OF_WORKER = new URL("./scripted_worker_fixture.ts", import.meta.url);
const settings = { log: { kind: "embedded", dataPath: "crashing" }, dataPath: "crashing" } as const;

Deno.test("startWorker() tells of a crash after everything that was posted before it", async () => {
  const start = { kind: "start", settings: { dataPath: "crashing", firstRecords: 3 } };
  for (let round = 0; round < 15; round++) {
    const heard: string[] = [], lost = Promise.withResolvers<string>();
    const worker = startWorker<ConsumerReport>(URL_OF_WORKER, "crashing", settings, {
      hear: ({ kind }) => heard.push(kind),
      lost: lost.resolve,
    });
    worker.postMessage(start as ConsumerCommand);
    assert.match(await lost.promise, /fails unheard/);
    worker.terminate();
    assert.deepEqual(heard, ["ready", "trying"]);
  }
});
