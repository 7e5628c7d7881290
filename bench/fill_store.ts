// Fills a store with realistic views, as a consumer of the log would, for the benchmark of its queries.

import { Audience } from "../pipeline/generate/audience.ts";
import { ByteSink } from "../pipeline/generate/byte_sink.ts";
import { planGeneration } from "../pipeline/generate/generate_options.ts";
import { inventShows } from "../pipeline/generate/invent_shows.ts";
import { NdjsonWriter } from "../pipeline/generate/ndjson_writer.ts";
import { streamViews } from "../pipeline/generate/stream_views.ts";
import { DEFAULT_THRESHOLDS } from "../domain/scoring.ts";
import { Store } from "../store/sqlite/write/store.ts";
import { EVENTS_TOPIC } from "../log/topics.ts";

/** The version of the catalog that the store is derived with. */
export const BENCH_CATALOG_VERSION = "bench";

const BATCH = 20_000, INGEST_MS = Date.UTC(2026, 10, 1);

/** Makes a store of about `rows` views of one year, and `badRows` rows in quarantine. */
export function fillStore(
  path: string,
  { rows, badRows, users }: {
    readonly rows: number;
    readonly badRows: number;
    readonly users: number;
  },
): void {
  const plan = planGeneration({
    ...{ rows, users, shows: 400, days: 365, start: "2025-11-01", seed: 7 },
    ...{ errors: 0, duplicates: 0, episodes: true },
  });
  const shows = inventShows(plan.shows, plan.days, plan.seed);
  const catalog = shows.map((show) => ({
    ...{ show_name: show.name, runtime_minutes: show.runtimeMinutes, inferred: false },
    genre: show.genre,
  }));
  const audience = new Audience(plan.users, plan.seed);
  const writer = new NdjsonWriter({ plan, shows, audience });
  const settings = {
    thresholds: DEFAULT_THRESHOLDS,
    catalog: { version: BENCH_CATALOG_VERSION, shows: catalog },
  };
  const store = Store.open(path, settings), sink = new ByteSink();
  let values: Uint8Array[] = [], offset = 0;
  const apply = () => {
    const at = { key: "", headers: {}, ingestTimeMs: INGEST_MS };
    const records = values.map((value) => ({ ...at, offset: offset++, value }));
    const place = { topic: EVENTS_TOPIC, partition: 0, nextOffset: offset, endOffset: offset };
    store.apply([{ ...place, records }]);
    values = [];
  };
  for (const batch of streamViews(plan, shows, audience)) {
    for (let index = 0; index < batch.count; index++) {
      writer.row(sink, batch, index);
      values.push(sink.take());
      if (values.length === BATCH) apply();
    }
  }
  for (let index = 0; index < badRows; index++) {
    const row = {
      user_id: `u-${index}`,
      show_name: index % 3 === 0 ? "" : "Show",
      note: "x".repeat(80),
    };
    values.push(new TextEncoder().encode(JSON.stringify(row)));
    if (values.length === BATCH) apply();
  }
  apply();
  store.close();
}
