// Events in: forms of body, all or nothing, problems, idempotency, who may write.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { fakeApi } from "../api_fixture.ts";

const ROW = {
  ...{ user_id: "ann", show_name: "Lupin", watch_duration_minutes: 42 },
  watch_date: "2026-01-01T20:00:00Z",
};
const GOOD = JSON.stringify(ROW);
const BAD = JSON.stringify({ ...ROW, watch_duration_minutes: 0 });

const packed = (text: string) => Uint8Array.from(gzipSync(text));

Deno.test("POST /api/events takes an object, an array and lines, also packed", async () => {
  const { post, log } = fakeApi();
  const bodies = [GOOD, `[${GOOD},${GOOD}]`, `${GOOD}\n${GOOD}\n`];
  for (const body of bodies) assert.equal((await post(body)).status, 202);
  const answer = await post(packed(GOOD), { "content-encoding": "gzip" });
  assert.deepEqual(await answer.json(), {
    ...{ topic: "watch.events", received: 1, valid: 1, quarantined: 0, rows: [] },
    offsets: [{ partition: 0, first_offset: 5, records: 1 }],
  });
  assert.equal((await post(packed(GOOD), { "content-encoding": "X-GZIP" })).status, 202);
  assert.equal(log.records.length, 7);
  for (const { key, value, headers } of log.records) {
    assert.deepEqual([key, headers], ["ann", { source: "http" }]);
    assert.equal(new TextDecoder().decode(value), GOOD);
  }
});

Deno.test("POST /api/events sends rows that break a rule to the log, and lists them", async () => {
  const { post, log } = fakeApi();
  const answer = await (await post(`[${GOOD},${BAD},5]`)).json();
  assert.deepEqual([answer.received, answer.valid, answer.quarantined], [3, 1, 2]);
  const rules = answer.rows.map((row: { index: number; reasons: { rule: string }[] }) => [
    row.index,
    ...row.reasons.map(({ rule }) => rule),
  ]);
  assert.deepEqual(rules, [[1, "watch_duration_minutes.out_of_range"], [2, "row.columns"]]);
  assert.equal(log.records.length, 3);
});

Deno.test("POST /api/events takes nothing of a body that is not JSON, or too large", async () => {
  const { post, log } = fakeApi({ maxBodyBytes: 1_000, maxRows: 4 });
  for (const body of ["", "{", `${GOOD}\nnope`, `[${GOOD},]`, "[1,2,3,4,5]"]) {
    const answer = await post(body);
    assert.equal(answer.status, 400, body);
    assert.match((await answer.json()).detail, /Nothing was taken in/);
  }
  assert.equal((await post("1".repeat(1_001))).status, 413);
  const bomb = await post(packed("1".repeat(100_000)), { "content-encoding": "gzip" });
  assert.equal(bomb.status, 413);
  assert.equal((await post("not packed", { "content-encoding": "gzip" })).status, 400);
  assert.equal((await post(GOOD, { "content-encoding": "br" })).status, 415);
  assert.equal(log.records.length, 0);
});

Deno.test("POST /api/events lets go of a body that comes too slowly", async () => {
  const { post } = fakeApi({ bodyTimeoutMs: 20 });
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
  });
  assert.equal((await post(body)).status, 408);
});

Deno.test("POST /api/events does what one Idempotency-Key asks once", async () => {
  const { post, log, clock } = fakeApi();
  const key = { "idempotency-key": "k" };
  const [first, second] = await Promise.all([post(GOOD, key), post(GOOD, key)]);
  assert.deepEqual(await first.json(), await second.json());
  assert.equal((await post(GOOD, key)).headers.get("idempotent-replayed"), "true");
  assert.equal(log.records.length, 1);
  assert.equal((await post(BAD, key)).status, 422);
  assert.equal((await post(GOOD, { "idempotency-key": "k".repeat(256) })).status, 400);
  clock.nowMs += 25 * 3_600_000;
  assert.equal((await post(BAD, key)).status, 202);
});

Deno.test("POST /api/events says when to try again", async () => {
  const { post, log } = fakeApi({ maxLagRecords: 10 });
  log.lagRecords = 11;
  const behind = await post(GOOD);
  assert.deepEqual([behind.status, behind.headers.get("retry-after")], [429, "5"]);
  log.lagRecords = 0;
  log.lagBytes = (1 << 30) + 1;
  assert.equal((await post(GOOD)).status, 429);
  log.lagBytes = 0;
  log.failure = Object.assign(new Error("no room"), { retriable: true });
  const key = { "idempotency-key": "k" };
  const full = await post(GOOD, key);
  assert.deepEqual([full.status, full.headers.get("retry-after")], [503, "2"]);
  log.failure = null;
  assert.equal((await post(GOOD, key)).status, 202); // the failure was not kept under the key
});

Deno.test("POST /api/events is for our own pages and for programs", async () => {
  const { post } = fakeApi();
  assert.equal((await post(GOOD, { origin: "https://evil.example" })).status, 403);
  assert.equal((await post(GOOD, { origin: "http://localhost" })).status, 202);
});

Deno.test("POST /api/events needs the token beyond loopback", async () => {
  assert.equal((await fakeApi({ isPublic: true }).post(GOOD)).status, 403);
  const { post, ask } = fakeApi({ isPublic: true, token: "secret" });
  assert.equal((await post(GOOD)).status, 401);
  assert.equal((await post(GOOD, { authorization: "Bearer secre" })).status, 401);
  assert.equal((await post(GOOD, { authorization: "Bearer secret" })).status, 202);
  assert.equal((await ask("/api/overview")).status, 200);
});

Deno.test("POST /api/events limits how often a client writes", async () => {
  const { post } = fakeApi({ writesPerSecond: 1 });
  const statuses = [await post(GOOD), await post(GOOD), await post(GOOD)].map(({ status }) =>
    status
  );
  assert.deepEqual(statuses, [202, 202, 429]);
});

Deno.test("POST /api/quarantine/replay appends a repaired row with all digits of its numbers", async () => {
  const { ask, log } = fakeApi();
  const row = '{"user_id":9007199254740993,"event_id":1.0}';
  const body = `{"rows":[{"id":1,"row":${row}}]}`;
  assert.equal((await ask("/api/quarantine/replay", { method: "POST", body })).status, 202);
  assert.equal(new TextDecoder().decode(log.records[0]!.value), row);
});

Deno.test("POST /api/quarantine/replay appends open rows again, as they are or repaired", async () => {
  const { ask, log } = fakeApi();
  const replay = (body: unknown) =>
    ask("/api/quarantine/replay", { method: "POST", body: JSON.stringify(body) });
  const answer = await replay({ rows: [{ id: 1, row: ROW }] });
  assert.equal(answer.status, 202);
  assert.deepEqual(log.records[0]!.headers, {
    ...{ source: "replay", "quarantine-id": "1", "quarantine-key": "key 1" },
  });
  assert.equal(new TextDecoder().decode(log.records[0]!.value), GOOD);
  const again = await (await replay({ ids: [1] })).json();
  assert.deepEqual(again.rows[0].reasons.length, 4); // {} still breaks its rules
  for (
    const body of [{}, { ids: [] }, { ids: [1, 1] }, { ids: [2] }, { ids: [9] }, { ids: ["1"] }, 5]
  ) {
    assert.equal((await replay(body)).status, 400, JSON.stringify(body));
  }
});

Deno.test("POST /api/events refuses a body whose connection is closed before its end, and takes none of it", async () => {
  const { post, log } = fakeApi();
  const body = new ReadableStream({
    pull: (controller) => controller.error(new Error("the connection was reset")),
    start: (controller) => controller.enqueue(new TextEncoder().encode(GOOD)),
  });
  const answer = await post(body);
  assert.equal(answer.status, 400);
  assert.match((await answer.json()).detail, /it was closed/);
  assert.equal(log.records.length, 0);
});
