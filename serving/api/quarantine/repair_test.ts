// Tests of repairs by the API: the preview changes nothing, the replay sends what passes and what is skipped.

import assert from "node:assert/strict";
import type { QuarantineItem } from "../../../domain/answers.ts";
import type { RepairPreview, RepairReplay } from "../../../domain/repair.ts";
import { reason } from "../../../domain/rule.ts";
import { fakeApi } from "../api_fixture.ts";

function row(id: number, minutes: string): QuarantineItem {
  const values = { user_id: "ann", show_name: "Dark", watch_date: "2025-01-01" };
  return {
    ...{ id, key: `key ${id}`, rule: "watch_duration_minutes.not_a_number", status: "open" },
    ...{ line: id, offset: id },
    ...{ source: "a.ndjson", ingested_at: "2025-01-02T00:00:00.000Z", replayed_as: null },
    raw: JSON.stringify({ ...values, watch_duration_minutes: minutes }),
    reasons: [reason("watch_duration_minutes.not_a_number", "watch_duration_minutes", minutes)],
    skip_reason: null,
  };
}

function apiOver(rows: readonly QuarantineItem[]) {
  const api = fakeApi();
  api.store.quarantined = rows;
  const post = (path: string, body: unknown) =>
    api.ask(path, { method: "POST", body: JSON.stringify(body) });
  return { ...api, post };
}

const UNIT = { kind: "unit", field: "watch_duration_minutes" };
const ROWS = [row(1, "12m"), row(2, "1h"), row(3, "soon"), row(4, "test")];
const SKIP = { kind: "skip", reason: "a test", field: "watch_duration_minutes", pattern: "^test$" };

Deno.test("POST /api/quarantine/preview counts what would pass, shows it and changes nothing", async () => {
  const { post, log } = apiOver(ROWS);
  const answer = await post("/api/quarantine/preview", {
    ...{ select: {}, repair: { steps: [SKIP, UNIT] } },
  });
  assert.equal(answer.status, 200);
  const { examples, ...counts }: RepairPreview = await answer.json();
  assert.deepEqual(counts, {
    ...{ tried: 4, passes: 2, skipped: 1, unreadable: 0, next_cursor: null },
    broken: { "watch_duration_minutes.not_a_number": 1 },
  });
  assert.deepEqual(examples.map(({ outcome }) => outcome), [
    "passes",
    "passes",
    "broken",
    "skipped",
  ]);
  assert.equal(examples[0]!.before?.watch_duration_minutes, "12m");
  assert.equal(examples[0]!.after?.watch_duration_minutes, "12");
  assert.equal(log.records.length, 0);
});

Deno.test("POST /api/quarantine/replay sends a selection's whole rows with their repair, and its skips", async () => {
  const { post, log } = apiOver(ROWS);
  const repair = { steps: [SKIP, UNIT] };
  const answer = await post("/api/quarantine/replay", { select: { ids: [1, 3, 4] }, repair });
  assert.equal(answer.status, 202);
  const told: RepairReplay = await answer.json();
  assert.deepEqual([told.tried, told.passes, told.replayed, told.skipped], [3, 1, 1, 1]);
  assert.deepEqual(log.records.map(({ headers }) => headers), [
    {
      ...{ source: "replay", "quarantine-id": "1", "quarantine-key": "key 1" },
      repair: JSON.stringify(repair),
    },
    { kind: "skip", "quarantine-id": "4", "quarantine-key": "key 4" },
  ]);
  const sent = JSON.parse(new TextDecoder().decode(log.records[0]!.value));
  assert.equal(sent.watch_duration_minutes, "12");
});

Deno.test("repairs that cannot be used are told as the body's fault", async () => {
  const { post } = apiOver(ROWS);
  const detailOf = async (steps: unknown) => {
    const answer = await post("/api/quarantine/preview", { select: {}, repair: { steps } });
    assert.equal(answer.status, 400);
    return (await answer.json()).detail;
  };
  assert.match(await detailOf([{ kind: "trim", field: "raw", pattern: "x" }]), /repair\.steps\.0/);
  assert.match(await detailOf([{ kind: "burn" }]), /repair\.steps\.0/);
  const risky = { kind: "replace", field: "user_id", pattern: "(a+)\\1", with: "" };
  assert.match(await detailOf([risky]), /^Step 1: Cannot use the pattern/);
  const grow = { kind: "replace", field: "user_id", pattern: "n", with: "$&".repeat(500) };
  assert.match(
    await detailOf([grow, { ...grow, with: "$'$`$'$`$'" }]),
    /^The repair stops at row #1 as step 2 (?:makes|takes)/,
  );
});
