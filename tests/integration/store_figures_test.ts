// The store's answers are the report of an ETL run over the same rows, with the same catalog.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { Audience } from "../../pipeline/generate/audience.ts";
import { ByteSink } from "../../pipeline/generate/byte_sink.ts";
import { planGeneration } from "../../pipeline/generate/generate_options.ts";
import { inventShows } from "../../pipeline/generate/invent_shows.ts";
import { NdjsonWriter } from "../../pipeline/generate/ndjson_writer.ts";
import { streamViews } from "../../pipeline/generate/stream_views.ts";
import { openQueries } from "../../store/sqlite/queries.ts";
import { Store } from "../../store/sqlite/write/store.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import { runRealEtl } from "../laws/run_real_etl.ts";

const NOW_MS = Date.UTC(2026, 10, 1), BATCH = 700;

/** Realistic rows, with errors and duplicates among them, and their catalog. */
function generate() {
  const plan = planGeneration({
    ...{ rows: 6_000, users: 90, shows: 40, days: 120, start: "2026-06-01", seed: 3 },
    ...{ errors: 0.02, duplicates: 0.02, episodes: true },
  });
  const shows = inventShows(plan.shows, plan.days, plan.seed);
  const audience = new Audience(plan.users, plan.seed), sink = new ByteSink();
  const writer = new NdjsonWriter({ plan, shows, audience }), lines: Uint8Array[] = [];
  for (const batch of streamViews(plan, shows, audience)) {
    for (let index = 0; index < batch.count; index++) {
      writer.row(sink, batch, index);
      lines.push(sink.take());
    }
  }
  return { lines, shows };
}

Deno.test("overview() and ledger() are the report of an ETL run over the same rows", async () => {
  const { lines, shows } = generate();
  const bytes = new Uint8Array(await new Blob(lines as BlobPart[]).arrayBuffer());
  const shape = { workers: 2, blockBytes: 1 << 16, memoryBytes: null } as const;
  const run = await runRealEtl(
    {
      inputs: [{ name: "views.ndjson", bytes }],
      catalog: shows.map(({ name, runtimeMinutes }) => ({ showName: name, runtimeMinutes })),
    },
    NOW_MS,
    { ...shape, compression: "zstd", packing: "plain", scanner: "kernel" },
  );
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  try {
    const catalog = {
      version: "1",
      shows: shows.map(({ name, runtimeMinutes, genre }) => ({
        ...{ show_name: name, runtime_minutes: runtimeMinutes, inferred: false, genre },
      })),
    };
    const store = Store.open(path, { thresholds: DEFAULT_THRESHOLDS, catalog });
    const topic = EVENTS_TOPIC, at = { key: "", headers: {}, ingestTimeMs: NOW_MS };
    const records = lines.flatMap((value, offset) =>
      value.length > 1 ? [{ ...at, offset, value }] : []
    );
    for (let from = 0; from < records.length; from += BATCH) {
      const batch = records.slice(from, from + BATCH), nextOffset = batch.at(-1)!.offset + 1;
      store.apply([{ topic, partition: 0, records: batch, nextOffset, endOffset: nextOffset }]);
    }
    store.close();
    using queries = openQueries(path);
    const { accepted_views, ...figures } = queries.overview({ from: null, to: null });
    const expected = Object.fromEntries(
      Object.entries(run.figures).filter(([name]) => name in figures),
    );
    assert.deepEqual(figures, expected);
    assert.equal(accepted_views, run.ledger.accepted);
    const { read, accepted, duplicate, quarantined, excluded } = queries.ledger();
    assert.deepEqual({ read, accepted, duplicate, quarantined, excluded }, run.ledger);
    assert.deepEqual(queries.quality().reasons, run.reasons);
    const withoutEvent = [...queries.rows()].map((view) => ({ ...view, eventId: null }));
    assert.deepEqual(withoutEvent, run.rows);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
