// Whoever may write to the topics may send any record: none stops the store, and each costs what it is long.

import assert from "node:assert/strict";
import { OTHER_SOURCES } from "../../../domain/ledger.ts";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { EVENTS_TOPIC, KIND_HEADER, QUARANTINE_TOPIC, SOURCE_HEADER } from "../../../log/topics.ts";
import { openQueries } from "../queries.ts";
import {
  REPAIR_KEY_HEADER,
  REPAIRED_SOURCE_HEADER,
  REPAIRED_TIME_HEADER,
} from "../../core/read_batch.ts";
import { Store } from "./store.ts";

interface Sent {
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the store answers once it has applied records of both topics. */
function answersTo(
  sent: { readonly events?: readonly Sent[]; readonly quarantine?: readonly Sent[] },
) {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const store = Store.open(path, {
    ...{ thresholds: DEFAULT_THRESHOLDS, catalog: { version: "1", shows: [] } },
  });
  const queries = openQueries(path);
  const batchOf = (topic: string, all: readonly Sent[] = []) => ({
    ...{ topic, partition: 0, nextOffset: all.length, endOffset: all.length },
    records: all.map(({ value, headers = {} }, offset) => ({
      ...{ offset, key: "", headers, ingestTimeMs: Date.UTC(2026, 0, 10) },
      value: new TextEncoder().encode(JSON.stringify(value)),
    })),
  });
  try {
    store.apply([batchOf(EVENTS_TOPIC, sent.events), batchOf(QUARANTINE_TOPIC, sent.quarantine)]);
    const ledger = queries.ledger(0), quality = queries.quality();
    return { ledger, quality, hours: queries.ledgerHours(null).hours };
  } finally {
    queries.close();
    store.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

const VIEW = {
  ...{ user_id: "ann", show_name: "Dark", watch_duration_minutes: 5 },
  watch_date: "2025-01-01T00:00:00Z",
};

Deno.test("a foreign word about an import cannot make the ledger's sums more than whole numbers hold", () => {
  const claims = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 2e9, -1, 0.5, "7", null];
  const { ledger } = answersTo({
    quarantine: [...claims, 7].map((excluded) => ({
      value: { reading_version: Number.MAX_SAFE_INTEGER, excluded },
      headers: { [KIND_HEADER]: "import", [SOURCE_HEADER]: "f.csv" },
    })),
  });
  assert.deepEqual([ledger.read, ledger.excluded, ledger.balanced], [7, 7, true]);
});

Deno.test("a foreign row in quarantine whose reasons are not known rules is no quarantined row", () => {
  const row = { source: "f.csv", line: 1, offset: 0, raw: "a" };
  const known = { rule: "row.columns", field: null, value: null, expected: "cells" };
  const reasons: unknown[] = [
    ...["my.rule", "constructor", "__proto__", ""].map((rule) => ({ ...known, rule })),
    { ...known, field: { a: 1 } },
    { ...known, value: 5 },
    { ...known, expected: undefined },
    null,
  ];
  const { ledger, quality } = answersTo({
    quarantine: [
      ...reasons.map((reason, line) => ({ value: { ...row, line, reasons: [reason] } })),
      { value: { ...row, line: 50, reasons: Array(101).fill(known) } },
      { value: { ...row, line: 51, reasons: [known] } },
    ],
  });
  assert.equal(ledger.quarantined, reasons.length + 2);
  assert.deepEqual(ledger.sources.map(({ source, read }) => [source, read]), [
    ["f.csv", 1],
    [QUARANTINE_TOPIC, reasons.length + 1],
  ]);
  assert.deepEqual(Object.keys(quality.reasons), ["row.columns"]);
});

Deno.test("sources of any length are counted together, whichever header or field names them", () => {
  const long = "x".repeat(5_000);
  const { ledger } = answersTo({
    events: [
      { value: VIEW, headers: { [SOURCE_HEADER]: long } },
      { value: { ...VIEW, user_id: "bea" }, headers: { [SOURCE_HEADER]: "short" } },
      {
        value: { ...VIEW, user_id: "cem" },
        headers: { [REPAIR_KEY_HEADER]: "k", [REPAIRED_SOURCE_HEADER]: long },
      },
      // Would it remove what is counted together, it would remove others' rows.
      { value: {}, headers: { [KIND_HEADER]: "retract", [SOURCE_HEADER]: long } },
      { value: {}, headers: { [KIND_HEADER]: "retract", [SOURCE_HEADER]: "short" } },
    ],
    quarantine: [{
      value: {
        ...{ source: long, line: 1, offset: 0, raw: "a" },
        reasons: [{ rule: "row.columns", field: null, value: null, expected: "cells" }],
      },
    }, {
      value: { excluded: 3 },
      headers: { [KIND_HEADER]: "import", [SOURCE_HEADER]: long },
    }],
  });
  assert.deepEqual(ledger.sources.map(({ source, read }) => [source, read]), [
    [OTHER_SOURCES, 6],
  ]);
  assert.deepEqual(ledger.removed.map(({ source, rows }) => [source, rows]), [["short", 1]]);
});

Deno.test("a foreign time of a repaired row that no date holds is not taken", () => {
  const { hours } = answersTo({
    events: ["999999999999999", "253402300800000", "1700000000000"].map((time, row) => ({
      value: { ...VIEW, user_id: `u${row}` },
      headers: {
        ...{ [REPAIR_KEY_HEADER]: `k${row}`, [REPAIRED_SOURCE_HEADER]: "s" },
        [REPAIRED_TIME_HEADER]: time,
      },
    })),
  });
  assert.deepEqual(hours.map(({ start, read }) => [start.slice(0, 10), read]), [
    ["2023-11-14", 1],
    ["2026-01-10", 2],
  ]);
});
