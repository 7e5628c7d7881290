// A record that its reader refused is quarantined with the reader's reason, whatever it holds.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import type { LogRecord } from "../../log/port.ts";
import { readRecord } from "./read_record.ts";

Deno.test("readRecord() quarantines a record that its schema refuses, exactly as it came", () => {
  const view = { user_id: "ann", show_name: "Dark", watch_duration_minutes: 5 };
  const text = JSON.stringify({ ...view, watch_date: "2025-01-01" });
  const read = (more: Partial<LogRecord>) =>
    readRecord(
      {
        ...{ offset: 4, key: "", value: new TextEncoder().encode(text), headers: {} },
        ...{ ingestTimeMs: 1.9e12, ...more },
      },
      { topic: EVENTS_TOPIC, partition: 2 },
      DEFAULT_THRESHOLDS,
    );
  assert.equal(read({}).kind, "view");
  // A header of this name, as older versions used it, is anybody's.
  assert.equal(read({ headers: { "schema-refusal": "forged" } }).kind, "view");
  assert.equal(read({ ingestTimeMs: 0 }).kind, "view");
  const refused = read({ refusal: "it does not keep schema 7" });
  assert.ok(refused.kind === "bad");
  assert.equal(refused.row.raw, text);
  assert.deepEqual(refused.row.reasons.map(({ rule, value }) => [rule, value]), [
    ["row.columns", "it does not keep schema 7"],
  ]);
});
