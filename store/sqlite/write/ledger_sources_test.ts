// A producer names any number of sources: those with most rows are listed, the rest are one, in any order of arrival.

import assert from "node:assert/strict";
import { OTHER_SOURCES } from "../../../domain/ledger.ts";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { EVENTS_TOPIC, SOURCE_HEADER } from "../../../log/topics.ts";
import { MAX_SOURCES } from "../queries/ledger_answer.ts";
import { openQueries } from "../queries.ts";
import { Store } from "./store.ts";

const SOURCES = 20_000, BATCH = 5_000;

function ledgerOf(sources: readonly string[], asked?: string) {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const catalog = { version: "1", shows: [] };
  const store = Store.open(path, { thresholds: DEFAULT_THRESHOLDS, catalog });
  const queries = openQueries(path);
  try {
    for (let from = 0; from < sources.length; from += BATCH) {
      const records = sources.slice(from, from + BATCH).map((source, i) => ({
        ...{ offset: from + i, key: "", headers: { [SOURCE_HEADER]: source } },
        ...{ value: new TextEncoder().encode("bad"), ingestTimeMs: Date.UTC(2026, 0, 10) },
      }));
      const nextOffset = from + records.length;
      const place = { topic: EVENTS_TOPIC, partition: 0, nextOffset, endOffset: nextOffset };
      store.apply([{ ...place, records }]);
    }
    return queries.ledger(0, asked);
  } finally {
    queries.close();
    store.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("ledger() lists the sources with most rows and one for the rest, whatever their order", () => {
  const many = Array.from({ length: SOURCES }, (_, i) => `device-${String(i).padStart(5, "0")}`);
  const large = ["tv", "tv", "tv", "phone", "phone"], long = "x".repeat(100_000);
  const all = [...many, ...large, long];
  const ledger = ledgerOf(all), backwards = ledgerOf(all.toReversed());
  assert.deepEqual(backwards, ledger);
  assert.equal(ledger.sources.length, MAX_SOURCES);
  const readOf = (source: string) => ledger.sources.find((one) => one.source === source)?.read;
  assert.deepEqual([readOf("tv"), readOf("phone"), readOf("device-00000")], [3, 2, 1]);
  assert.equal(ledger.sources.at(-1)!.source, OTHER_SOURCES);
  assert.equal(ledger.sources.reduce((sum, { read }) => sum + read, 0), all.length);
  assert.ok(ledger.sources.every(({ balanced }) => balanced));
  assert.ok(JSON.stringify(ledger).length < 100_000);
  const last = many.at(-1)!;
  assert.equal(readOf(last), undefined);
  const asked = ledgerOf(all, last).sources.find(({ source }) => source === last);
  assert.deepEqual([asked!.read, asked!.quarantined], [1, 1]);
});
