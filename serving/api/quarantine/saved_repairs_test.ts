// Tests of saved repairs by the API, and of taking them on new rows.

import assert from "node:assert/strict";
import type { QuarantineItem } from "../../../domain/answers.ts";
import { reason } from "../../../domain/rule.ts";
import type { SavedRepairList } from "../../../domain/saved_repair.ts";
import { AutoRepairs } from "../../service/auto_repairs.ts";
import { fakeApi } from "../api_fixture.ts";

const RULE = "watch_duration_minutes.not_a_number";
const BODY = {
  name: "units",
  select: { rule: RULE },
  repair: { steps: [{ kind: "unit", field: "watch_duration_minutes" }] },
};

function row(id: number, minutes: string): QuarantineItem {
  const values = { user_id: "ann", show_name: "Dark", watch_date: "2025-01-01" };
  return {
    ...{
      id,
      key: `key ${id}`,
      rule: RULE,
      status: "open",
      line: id,
      offset: id,
      source: "a.ndjson",
    },
    ...{ ingested_at: "2025-01-02T00:00:00.000Z", replayed_as: null, skip_reason: null },
    raw: JSON.stringify({ ...values, watch_duration_minutes: minutes }),
    reasons: [reason(RULE, "watch_duration_minutes", minutes)],
  };
}

function open(rows: QuarantineItem[]) {
  const api = fakeApi();
  api.store.quarantined = rows;
  const post = async (path: string, body: unknown) =>
    await api.ask(`/api/quarantine/repairs${path}`, { method: "POST", body: JSON.stringify(body) });
  const list = async (): Promise<SavedRepairList> =>
    await (await api.ask("/api/quarantine/repairs")).json();
  return { ...api, post, list };
}

Deno.test("POST /api/quarantine/repairs keeps a repair by its name; the same name replaces it", async () => {
  const { post, list } = open([row(7, "12m")]);
  assert.deepEqual(await list(), { repairs: [] });
  assert.equal((await post("", BODY)).status, 200);
  assert.equal((await post("", { ...BODY, select: {} })).status, 200);
  const { repairs: [saved, another] } = await list();
  assert.deepEqual([saved!.name, saved!.select, saved!.settled], ["units", {}, 0]);
  assert.equal(another, undefined);
  assert.equal((await post("/remove", { name: "units" })).status, 200);
  assert.equal((await post("/remove", { name: "units" })).status, 404);
  const wrong = {
    ...BODY,
    repair: { steps: [{ kind: "replace", field: "raw", pattern: "(", with: "" }] },
  };
  assert.equal((await post("", wrong)).status, 400);
  assert.equal((await post("", { ...BODY, name: " " })).status, 400);
});

Deno.test("POST /api/quarantine/repairs/run takes it on older rows; its records name it and the row", async () => {
  const { post, list, log } = open([row(7, "12m"), row(3, "soon")]);
  await post("", { ...BODY, name: "Größe" });
  const answer = await (await post("/run", { name: "Größe" })).json();
  assert.deepEqual([answer.tried, answer.replayed], [2, 1]);
  const { headers } = log.records[0]!;
  assert.deepEqual(headers, {
    ...{ source: "replay", "quarantine-id": "7", "quarantine-key": "key 7" },
    repair: JSON.stringify(BODY.repair),
    "repair-name": "Gr%C3%B6%C3%9Fe",
  });
  assert.equal((await list()).repairs[0]!.settled, 1);
  assert.equal((await post("/run", { name: "none" })).status, 404);
});

Deno.test("AutoRepairs takes a saved repair on rows that come after it was saved, each once", async () => {
  const { post, list, log, store, ports } = open([row(7, "12m")]);
  await post("", BODY);
  const repairs = new AutoRepairs(ports, new AbortController().signal);
  await repairs.runOnce();
  assert.equal(log.records.length, 0);
  store.quarantined = [row(9, "1h"), row(8, "soon"), row(7, "12m")];
  await repairs.runOnce();
  await repairs.runOnce();
  assert.deepEqual(log.records.map(({ headers }) => headers["quarantine-id"]), ["9"]);
  assert.equal((await list()).repairs[0]!.settled, 1);
  // A log that is away: the rows are tried again by the next ones.
  store.quarantined = [row(10, "2h"), ...store.quarantined];
  log.failure = new Error("away");
  await assert.rejects(repairs.runOnce());
  log.failure = null;
  await repairs.runOnce();
  assert.deepEqual(log.records.map(({ headers }) => headers["quarantine-id"]), ["9", "10"]);
});

Deno.test("AutoRepairs stops a repair whose pattern is refused today, says why, and takes the others", async () => {
  const { post, list, log, store, ports } = open([row(7, "12m")]);
  await post("", BODY);
  const { repairs: [units] } = await list();
  const steps = [{ kind: "replace", field: "show_name", pattern: "(.)\\1", with: "" }] as const;
  const old = { ...units!, name: "of before", repair: { steps } };
  await ports.savedRepairs.put(old, 0);
  await ports.savedRepairs.put(units!, 0);
  const reasonOf = async (name: string) =>
    (await list()).repairs.find((one) => one.name === name)!.stopped;
  assert.match((await reasonOf("of before"))!, /^Step 1: Cannot use the pattern/);
  assert.equal(await reasonOf("units"), null);
  const repairs = new AutoRepairs(ports, new AbortController().signal);
  store.quarantined = [row(9, "1h"), ...store.quarantined];
  await repairs.runOnce();
  await repairs.runOnce();
  assert.deepEqual(log.records.map(({ headers }) => headers["quarantine-id"]), ["9", "7"]);
  assert.match((await ports.savedRepairs.list())[0]!.stopped!, /back references/);
  const refused = await post("/run", { name: "of before" });
  assert.match((await refused.json()).detail, /back references/);
});
