// Measures the store's queries: `deno task bench:queries [STORE [QUERY]]`. Without a store it makes one of a
// million views. Each ask follows a commit of new views, so that no answer is kept from before.

import { DEFAULT_THRESHOLDS } from "../domain/scoring.ts";
import { openQueries, type SqliteQueries } from "../store/sqlite/queries.ts";
import { Store } from "../store/sqlite/write/store.ts";
import { EVENTS_TOPIC } from "../log/topics.ts";
import { BENCH_CATALOG_VERSION, fillStore } from "./fill_store.ts";
import { renderTable } from "./render_table.ts";

const ASKS = 24, LONGEST_MS = 2_000, COMMIT_VIEWS = 50, PARTITION = 1, DAY_MS = 86_400_000;
const ALL = { from: null, to: null }, TZ = "Europe/Berlin";

type Range = { readonly from: number | null; readonly to: number | null };
type Ask = (queries: SqliteQueries, range: Range, show: string) => unknown;

const LIST = { search: null, limit: 20, cursor: null } as const;
const ASKED: Readonly<Record<string, Ask>> = {
  "overview": (queries, range) => queries.overview(range),
  "overview of a show": (queries, range, show) => queries.overview({ ...range, show }),
  "overview of a country": (queries, range) => queries.overview({ ...range, country: "US" }),
  "views by day": (queries, range) =>
    queries.timeseries({ ...range, metric: "qualified_views", grain: "day", tz: TZ }),
  "users by day": (queries, range) =>
    queries.timeseries({ ...range, metric: "users", grain: "day", tz: TZ }),
  "hours by hour": (queries, range) =>
    queries.timeseries({ ...range, metric: "watch_hours", grain: "hour", tz: TZ }),
  "shows by views": (queries, range) =>
    queries.shows({ ...range, ...LIST, sort: "qualified_views" }),
  "shows by users": (queries, range) => queries.shows({ ...range, ...LIST, sort: "users" }),
  "heatmap of hours": (queries, range) =>
    queries.heatmap({ ...range, metric: "watch_hours", tz: TZ }),
  "heatmap of views, Kolkata": (queries, range) =>
    queries.heatmap({ ...range, metric: "qualified_views", tz: "Asia/Kolkata" }),
  "heatmap of users": (queries, range) => queries.heatmap({ ...range, metric: "users", tz: TZ }),
  "a show": (queries, range, show) => queries.show(show, range),
  "users": (queries) => queries.users(LIST),
  "users by hours": (queries) => queries.users({ ...LIST, sort: "watch_hours" }),
  "a user": (queries) => queries.user("u-0000042", { limit: 20, cursor: null, tz: TZ }),
  "retention": (queries) => queries.retention(),
  "ledger": (queries) => queries.ledger(),
  "quality": (queries) => queries.quality(),
  "quarantine": (queries) => queries.quarantine({ ...LIST, rule: null, source: null }),
  "quarantine, searched": (queries) =>
    queries.quarantine({ ...LIST, rule: null, source: null, search: "u-777" }),
  "sittings": (queries) => queries.sittings({ limit: 20, cursor: null }),
  "views per minute": (queries) =>
    queries.viewsPerMinute({ lastMinutes: 60, untilMs: Date.UTC(2026, 9, 31) }),
};

/** Appends a few views of the last day, as the live stream does. */
function commitTo(store: Store): () => void {
  let offset = store.positionOf(EVENTS_TOPIC, PARTITION) ?? 0, n = 0;
  return () => {
    const records = Array.from({ length: COMMIT_VIEWS }, () => {
      n++;
      const row = {
        user_id: `live-${n * 7_919 % 5_000}`,
        show_name: `Live ${n % 5}`,
        watch_duration_minutes: 10 + n % 50,
        watch_date: new Date(Date.UTC(2026, 9, 31) + n * 977 % DAY_MS).toISOString(),
      };
      const value = new TextEncoder().encode(JSON.stringify(row));
      return { offset: offset++, key: "", headers: {}, ingestTimeMs: Date.UTC(2026, 10, 1), value };
    });
    const topic = EVENTS_TOPIC, partition = PARTITION;
    store.apply([{ topic, partition, records, nextOffset: offset, endOffset: offset }]);
  };
}

function measure(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function run(path: string): void {
  const store = openStore(path), commit = commitTo(store);
  using queries = openQueries(path);
  const { shows } = queries.shows({ ...ALL, ...LIST, limit: 100, sort: "qualified_views" });
  const random = () => Math.random() * 365 * DAY_MS + Date.UTC(2025, 10, 1);
  const quantile = (ms: readonly number[], share: number) =>
    ms.toSorted((a, b) => a - b)[Math.floor(ms.length * share)]!.toFixed(2);
  const wanted = Deno.args[1];
  const rows = Object.entries(ASKED).filter(([name]) => !wanted || name.startsWith(wanted))
    .map(([name, ask]) => {
      const show = () => shows[Math.floor(Math.random() * shows.length)]!.show_name;
      const all: number[] = [], ranged: number[] = [];
      const startMs = performance.now();
      for (let i = 0; i < ASKS && performance.now() - startMs < LONGEST_MS; i++) {
        const [from, to] = [random(), random()].map(Math.floor).sort((a, b) => a - b);
        commit();
        all.push(measure(() => ask(queries, ALL, show())));
        commit();
        ranged.push(measure(() => ask(queries, { from: from!, to: to! }, show())));
      }
      const first = all[0]!.toFixed(2), warm = all.slice(all.length / 3);
      const warmRanged = ranged.slice(all.length / 3);
      console.error(name, first, quantile(warm, 0.5), quantile(warmRanged, 0.5));
      return [
        ...[name, first, quantile(warm, 0.5), quantile(warm, 0.95)],
        ...[quantile(warmRanged, 0.5), quantile(warmRanged, 0.95)],
      ];
    });
  const head = ["ms", "first", "all time, p50", "p95", "random range, p50", "p95"];
  console.log(renderTable(head, rows));
  store.close();
}

function openStore(path: string): Store {
  const catalog = { version: BENCH_CATALOG_VERSION, shows: [] };
  return Store.open(path, { thresholds: DEFAULT_THRESHOLDS, catalog });
}

if (import.meta.main) {
  const given = Deno.args[0], folder = given === undefined ? Deno.makeTempDirSync() : null;
  const path = given ?? `${folder}/store.db`;
  if (folder !== null) fillStore(path, { rows: 1_000_000, badRows: 100_000, users: 25_000 });
  run(path);
  if (folder !== null) Deno.removeSync(folder, { recursive: true });
}
