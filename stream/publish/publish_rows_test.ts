// Tests of publishing rows: where they go, that they are durable first, and that a failure ends it.

import assert from "node:assert/strict";
import { NO_DIMENSIONS } from "../../domain/columns.ts";
import type { View } from "../../domain/view.ts";
import { LogWriteError } from "../../log/errors.ts";
import type { LogProducer, NewRecord } from "../../log/port.ts";
import { publishRows, type RowsToPublish } from "./publish_rows.ts";

const view = (userId: string): View => ({
  ...{ userId, showName: "x", watchMinutes: 3, startMs: 0 },
  ...{ eventId: null, episode: null, ...NO_DIMENSIONS },
});
const BATCHES: RowsToPublish[] = [
  { source: "a", views: [view("ann"), view("bob")], quarantined: [] },
  {
    source: "b",
    views: [view("cy")],
    quarantined: [{ source: "b", line: 2, offset: 9, reasons: [], raw: "?" }],
  },
];

/** A log that keeps what it gets and takes a turn for it; fails from the n-th append on. */
function fakeLog(failFrom = Infinity) {
  const kept: [string, NewRecord][] = [];
  let appends = 0;
  const producer: LogProducer = {
    async append(topic, records) {
      const isRefused = ++appends >= failFrom;
      await Promise.resolve();
      if (isRefused) throw new LogWriteError("full", { retriable: true });
      kept.push(...records.map((record) => [topic, record] as [string, NewRecord]));
      return [];
    },
    close: () => Promise.resolve(),
  };
  return { producer, kept };
}

Deno.test("publishRows() sends good rows as events and bad ones as rows of the quarantine", async () => {
  const { producer, kept } = fakeLog();
  assert.deepEqual(await publishRows(producer, BATCHES), { events: 3, quarantined: 1 });
  assert.deepEqual(kept.map(([topic, { key, headers }]) => [topic, key, headers]), [
    ["watch.events", "ann", { source: "a" }],
    ["watch.events", "bob", { source: "a" }],
    ["watch.events", "cy", { source: "b" }],
    ["watch.quarantine", "b", { kind: "row", source: "b" }],
  ]);
  const line = JSON.parse(new TextDecoder().decode(kept.at(-1)![1].value));
  assert.deepEqual(line, BATCHES[1]!.quarantined[0]);
});

Deno.test("publishRows() tells only of rows that are durable", async () => {
  const { producer, kept } = fakeLog();
  const told: number[] = [];
  await publishRows(producer, BATCHES, {
    onProgress: ({ events, quarantined }) => {
      told.push(events + quarantined);
      assert.ok(events + quarantined <= kept.length);
    },
  });
  assert.equal(told.at(-1), 4);
});

Deno.test("publishRows() fails when the log does, and when it is told to end", async () => {
  await assert.rejects(publishRows(fakeLog(3).producer, BATCHES), LogWriteError);
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(publishRows(fakeLog().producer, BATCHES, { signal }), /enough/);
});
