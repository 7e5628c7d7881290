// The law of the store: whatever the order, the batches, the repeats and the crashes in which records
// come, its rows and sums are those of the batch over the same rows.

import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import type { LogBatch, LogRecord } from "../../stream/log.ts";
import { rederive } from "../../stream/store/rederive.ts";
import { Store, type StoreSettings } from "../../stream/store/store.ts";
import type { StoreCatalog } from "../../stream/store/store_catalog.ts";
import { EVENTS_TOPIC } from "../../stream/topics.ts";
import { adversarialNdjson } from "../oracle/adversarial_json.ts";
import { ADVERSARIAL_NOW_MS, world } from "../oracle/adversarial_values.ts";
import { compareUtf8, firstDifference } from "../oracle/compare_utf8.ts";
import { oracleEtl, type OracleOutcome } from "../oracle/oracle_etl.ts";
import { readNdjsonRows } from "../oracle/read_ndjson_rows.ts";
import type { CatalogEntry } from "../oracle/runtime_of.ts";
import { naiveStoreTables } from "./naive_store_tables.ts";
import { readStoreTables } from "./read_store_tables.ts";

const LAW = {
  numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 40),
  interruptAfterTimeLimit: 60_000,
};
/** The store takes runtimes from its catalog alone; inferring them is the batch's. */
const THRESHOLDS: Thresholds = { ...DEFAULT_THRESHOLDS, runtimeMinViews: 1e9 };
const PARTITIONS = 3;

/** What befalls the store after a batch. */
type Turn = "goes on" | "is closed" | "fails" | "gets it again";

interface Delivery {
  /** Sizes of batches, over and over. */
  readonly sizes: readonly number[];
  readonly turns: readonly Turn[];
  /** Chooses the order and the partition of each record. */
  readonly seed: number;
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  turns: fc.array(
    fc.constantFrom<Turn>("goes on", "goes on", "is closed", "fails", "gets it again"),
    { minLength: 1, maxLength: 6 },
  ),
  seed: fc.integer({ min: 1, max: 0xffff_ffff }),
});

function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The records of an NDJSON file, shuffled over partitions and cut into batches. */
function batchesOf(bytes: Uint8Array, { sizes, seed }: Delivery): LogBatch[] {
  const random = numbersFrom(seed);
  const values = readNdjsonRows(bytes).map(({ raw }) => raw)
    .map((raw) => ({ raw, order: random() })).sort((a, b) => a.order - b.order);
  const partitions = Array.from({ length: PARTITIONS }, (): LogRecord[] => []);
  for (const { raw } of values) {
    const records = partitions[Math.floor(random() * PARTITIONS)]!;
    const offset = (records.at(-1)?.offset ?? -1) + (random() < 0.2 ? 2 : 1);
    const at = { offset, key: "", headers: {}, ingestTimeMs: ADVERSARIAL_NOW_MS };
    records.push({ ...at, value: raw });
  }
  const batches: LogBatch[] = [];
  for (let turn = 0; partitions.some((records) => records.length > 0); turn++) {
    const partition = turn % PARTITIONS;
    const records = partitions[partition]!.splice(0, sizes[turn % sizes.length]);
    if (records.length === 0) continue;
    const nextOffset = records.at(-1)!.offset + 1;
    batches.push({ topic: EVENTS_TOPIC, partition, records, nextOffset, endOffset: nextOffset });
  }
  return batches;
}

/** Brings the batches to a store at `path`, with all that befalls it. */
function deliver(path: string, batches: readonly LogBatch[], turns: readonly Turn[]): void {
  const settings: StoreSettings = { thresholds: THRESHOLDS, catalog: null };
  let store = Store.open(path, settings);
  batches.forEach((batch, i) => {
    const turn = turns[i % turns.length];
    if (turn === "fails") {
      const broken = { ...batch, nextOffset: Symbol() as unknown as number };
      assert.throws(() => store.apply([broken]));
    }
    store.apply(turn === "gets it again" ? [batch, batch] : [batch]);
    if (turn !== "is closed") return;
    store.close();
    store = Store.open(path, settings);
  });
  store.close();
}

/** Views that the contract takes for the same one may differ in what is not shown. */
function rowsOf(rows: OracleOutcome["rows"]): OracleOutcome["rows"] {
  return rows.map((row) => row).sort((a, b) =>
    firstDifference(
      () => compareUtf8(a.userId, b.userId),
      () => a.startMs - b.startMs,
      () => compareUtf8(a.showName, b.showName),
      () => compareUtf8(a.episode, b.episode),
      () => a.watchMinutes - b.watchMinutes,
      () => compareUtf8(a.device, b.device),
      () => compareUtf8(a.country, b.country),
      () => compareUtf8(a.eventId, b.eventId),
    )
  );
}

function check(path: string, expected: OracleOutcome): void {
  const found = readStoreTables(path, THRESHOLDS);
  assert.deepEqual(found.rows, rowsOf(expected.rows));
  assert.deepEqual(found.tables, naiveStoreTables(expected.rows, THRESHOLDS));
  const { read: _, ...ledger } = expected.ledger;
  assert.deepEqual({ ...found.ledger }, ledger);
  const counted = Object.entries(found.reasons).filter(([, rows]) => rows !== 0);
  assert.deepEqual(Object.fromEntries(counted), expected.reasons);
  const texts = (rows: readonly { readonly raw: string }[]) => rows.map(({ raw }) => raw).sort();
  assert.deepEqual(texts(found.quarantine), texts(expected.quarantine));
}

function storeCatalog(catalog: readonly CatalogEntry[]): StoreCatalog {
  const shows = [...Map.groupBy(catalog, (entry) => entry.showName)].map(([name, entries]) => ({
    show_name: name,
    runtime_minutes: entries.find(({ episode }) => episode === undefined)?.runtimeMinutes ?? null,
    inferred: false,
    genre: null,
    episodes: Object.fromEntries(
      entries.filter(({ episode }) => episode !== undefined)
        .map(({ episode, runtimeMinutes }) => [episode!, runtimeMinutes]),
    ),
  }));
  return { version: JSON.stringify(catalog), shows };
}

const catalogOf = (shows: readonly string[]): fc.Arbitrary<readonly CatalogEntry[]> =>
  fc.constantFrom(10, 45.5, 90).map((runtimeMinutes) =>
    [...new Set(shows.map((name) => name.trim()))].filter((name) => name !== "")
      .map((showName) => ({ showName, runtimeMinutes }))
  );

Deno.test("Store.apply() comes to the batch's rows and sums, whatever happens on the way", () => {
  const law = fc.property(
    world.chain((world) =>
      fc.record({ bytes: adversarialNdjson(world), catalog: catalogOf(world.shows) })
    ),
    delivery,
    ({ bytes, catalog }, delivery) => {
      const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
      try {
        const input = { name: "rows.ndjson", bytes };
        const options = { nowMs: ADVERSARIAL_NOW_MS, thresholds: THRESHOLDS };
        deliver(path, batchesOf(bytes, delivery), delivery.turns);
        check(path, oracleEtl([input], options));
        const settings = { thresholds: THRESHOLDS, catalog: storeCatalog(catalog) };
        rederive(path, `${path}.new`, settings);
        check(`${path}.new`, oracleEtl([input], { ...options, catalog }));
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    },
  );
  fc.assert(law, LAW);
});
