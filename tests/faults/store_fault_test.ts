// Fails the store's n-th call to SQLite or the disk, n = 1, 2, … until a run passes, and crashes it before
// calls: whatever was tried again comes to the oracle's rows and sums.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import { blameOf } from "../../stream/consume/blame_of.ts";
import type { LogBatch } from "../../log/port.ts";
import type { Store } from "../../store/sqlite/write/store.ts";
import { checkStore } from "../stores/check_store.ts";
import { readStoreTables } from "../stores/read_store_tables.ts";
import { shuffledBatches } from "../laws/shuffled_batches.ts";
import { ADVERSARIAL_NOW_MS } from "../oracle/adversarial_values.ts";
import { oracleEtl, type OracleOutcome } from "../oracle/oracle_etl.ts";
import { denseRows } from "./dense_rows.ts";
import { type CallFault, FailingCalls } from "./failing_calls.ts";
import { openStore } from "../../store/open_store.ts";

/** What the store is derived with at first, and what it is derived with again halfway. */
const FIRST: Thresholds = { ...DEFAULT_THRESHOLDS, runtimeMinViews: 1e9 };
const THEN: Thresholds = { ...FIRST, bingeEpisodes: 2, qualifiedMinutes: 9 };
interface Given {
  readonly batches: readonly LogBatch[];
  readonly expected: OracleOutcome;
}

/** Rows of a source that is removed behind them, in each partition: nothing of it is left. */
function withRemoval(batches: readonly LogBatch[], decoys: number): LogBatch[] {
  const utf8 = new TextEncoder(), rows = new TextDecoder().decode(denseRows(decoys)).split("\n");
  return [0, 1, 2].flatMap((partition) => {
    const own = batches.filter((batch) => batch.partition === partition);
    const source = "removed.csv", half = own.length >> 1;
    return own.flatMap((batch, index): LogBatch[] => {
      if (index !== half) return [batch];
      const { topic, records, endOffset } = batch, from = records[0]!.offset - 99;
      const at = (n: number) => ({ offset: from + n, key: "", ingestTimeMs: ADVERSARIAL_NOW_MS });
      const decoyed = rows.map((row, n) => ({
        ...at(n),
        headers: { source },
        value: utf8.encode(row),
      }));
      const headers = { kind: "retract", source, removal: "1" };
      const word = { ...at(rows.length), headers, value: utf8.encode("{}") };
      const removed = [...decoyed, word], nextOffset = from + removed.length;
      return [{ topic, partition, records: removed, nextOffset, endOffset }, batch];
    });
  });
}

function given(rows: number): Given {
  const bytes = denseRows(rows), options = { nowMs: ADVERSARIAL_NOW_MS, thresholds: THEN };
  const batches = withRemoval(
    spread(shuffledBatches(bytes, { sizes: [3, 9, 5], seed: 5 })),
    Math.min(rows, 12),
  );
  return { batches, expected: oracleEtl([{ name: "rows.ndjson", bytes }], options) };
}

/** With room between the offsets. */
function spread(batches: readonly LogBatch[]): LogBatch[] {
  return batches.map((batch) => ({
    ...batch,
    records: batch.records.map((record) => ({ ...record, offset: record.offset * 100 + 99 })),
    nextOffset: (batch.nextOffset - 1) * 100 + 100,
    endOffset: batch.endOffset * 100,
  }));
}

/** Few, as each run fails one call; and more, as each run is crashed many times. */
const FEW = given(7), MORE = given(40);
const MOST_TRIES = 5;

/** In memory where that is possible: here no power is cut, so that syncing would only take time. */
async function makeFolder(): Promise<string> {
  return await Deno.makeTempDir({ dir: "/dev/shm" }).catch(() => Deno.makeTempDir());
}

/** A store and its owner, who tries again: with the store as it is after a failure of the disk, else anew. */
class Owner {
  readonly #dataPath: string;
  readonly #thresholds: Thresholds;
  #store: Store | null = null;

  constructor(dataPath: string, thresholds: Thresholds) {
    this.#dataPath = dataPath;
    this.#thresholds = thresholds;
  }

  apply(batches: readonly LogBatch[]): void {
    for (const batch of batches) this.#insist((store) => store.apply([batch]));
  }

  close(): void {
    this.#store?.close();
    this.#store = null;
  }

  #insist(work: (store: Store) => void): void {
    for (let tries = 1;; tries++) {
      try {
        return work(this.#store ??= this.#open());
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
        if (blameOf(error) !== "disk") this.close();
      }
    }
  }

  #open(): Store {
    const on = { rederiving: () => {}, switched: () => {} };
    return openStore({ dataPath: this.#dataPath, thresholds: this.#thresholds }, on) as Store;
  }
}

/** Half of the batches with the first thresholds, and then all that is not there yet with the others. */
function run(dataPath: string, { batches }: Given): void {
  const half = batches.length >> 1;
  for (const [thresholds, to] of [[FIRST, half], [THEN, batches.length]] as const) {
    const owner = new Owner(dataPath, thresholds);
    try {
      owner.apply(batches.slice(0, to));
    } finally {
      owner.close();
    }
  }
}

/** One run with a fault; whether the fault was met. */
async function meetsFault(at: number, fault: CallFault): Promise<boolean> {
  const dataPath = await makeFolder();
  try {
    let made = 0;
    {
      using calls = new FailingCalls(at, fault);
      run(dataPath, FEW);
      made = calls.made;
    }
    checkStore(readStoreTables(`${dataPath}/store.db`, THEN), FEW.expected, THEN);
    return made >= at;
  } catch (cause) {
    throw new Error(`with call ${at} failed (${fault})`, { cause });
  } finally {
    await Deno.remove(dataPath, { recursive: true });
  }
}

for (const fault of ["undone", "done"] as const) {
  Deno.test(`Store comes to the oracle's rows and sums when any call fails (${fault})`, async () => {
    let at = 1;
    for (; await meetsFault(at, fault); at++);
    assert.ok(at > 80, `only ${at} calls were failed`);
  });
}

/** What a kill leaves: the bytes of all files, as other processes see them, without SQLite's shared memory. */
function copyFiles(from: string, to: string): void {
  Deno.mkdirSync(to);
  for (const { name } of Deno.readDirSync(from)) {
    if (/^store\.db(\.new)?(-wal|-journal)?$/.test(name)) {
      Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
    }
  }
}

Deno.test("Store comes to the oracle's rows and sums when it is killed before any call", async () => {
  const folder = await makeFolder(), dataPath = `${folder}/data`;
  try {
    Deno.mkdirSync(dataPath);
    let images = 0;
    {
      using _calls = new FailingCalls(0, "undone", (made) => {
        if (made % 13 === 0) copyFiles(dataPath, `${folder}/${images++}`);
      });
      run(dataPath, MORE);
    }
    assert.ok(images > 50, `only ${images} places`);
    for (let image = 0; image < images; image++) {
      const owner = new Owner(`${folder}/${image}`, THEN);
      owner.apply(MORE.batches);
      owner.close();
      checkStore(readStoreTables(`${folder}/${image}/store.db`, THEN), MORE.expected, THEN);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
