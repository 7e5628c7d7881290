// The law of the store: whatever the order, the batches, the repeats and the crashes in which records
// come, its rows and sums are those of the batch over the same rows.

import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import type { LogBatch } from "../../log/port.ts";
import type { StoreCatalog } from "../../domain/store_catalog.ts";
import { adversarialNdjson } from "../oracle/adversarial_json.ts";
import { ADVERSARIAL_NOW_MS, world } from "../oracle/adversarial_values.ts";
import { oracleEtl } from "../oracle/oracle_etl.ts";
import type { CatalogEntry } from "../oracle/runtime_of.ts";
import { checkStore } from "../stores/check_store.ts";
import { breaking, STORE_KINDS, type TrialStore } from "../stores/trial_store.ts";
import { type Cutting, shuffledBatches } from "./shuffled_batches.ts";

const LAW = {
  numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 40),
  interruptAfterTimeLimit: 60_000,
};
/** The store takes runtimes from its catalog alone; inferring them is the batch's. */
const THRESHOLDS: Thresholds = { ...DEFAULT_THRESHOLDS, runtimeMinViews: 1e9 };

/** What befalls the store after a batch. */
type Turn = "goes on" | "is closed" | "fails" | "gets it again";

interface Delivery extends Cutting {
  readonly turns: readonly Turn[];
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  turns: fc.array(
    fc.constantFrom<Turn>("goes on", "goes on", "is closed", "fails", "gets it again"),
    { minLength: 1, maxLength: 6 },
  ),
  seed: fc.integer({ min: 1, max: 0xffff_ffff }),
});

/** Brings the batches to a store, with all that befalls it. */
function deliver(store: TrialStore, batches: readonly LogBatch[], turns: readonly Turn[]): void {
  batches.forEach((batch, i) => {
    const turn = turns[i % turns.length];
    if (turn === "fails") assert.throws(() => store.apply([breaking(batch)]));
    store.apply(turn === "gets it again" ? [batch, batch] : [batch]);
    if (turn === "is closed") store.reopen();
  });
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

for (const kind of STORE_KINDS) {
  Deno.test(`a store in ${kind.name} comes to the batch's rows and sums, whatever happens on the way`, () => {
    const law = fc.property(
      world.chain((world) =>
        fc.record({ bytes: adversarialNdjson(world), catalog: catalogOf(world.shows) })
      ),
      delivery,
      ({ bytes, catalog }, delivery) => {
        const input = { name: "rows.ndjson", bytes };
        const options = { nowMs: ADVERSARIAL_NOW_MS, thresholds: THRESHOLDS };
        using store = kind.open({ thresholds: THRESHOLDS, catalog: null });
        deliver(store, shuffledBatches(bytes, delivery), delivery.turns);
        checkStore(store.content(), oracleEtl([input], options), THRESHOLDS);
        store.rederive({ thresholds: THRESHOLDS, catalog: storeCatalog(catalog) });
        checkStore(store.content(), oracleEtl([input], { ...options, catalog }), THRESHOLDS);
      },
    );
    fc.assert(law, LAW);
  });
}
