// The queries over a few views: what each answers, what it answers when there is nothing, and after a commit.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { hoursOf, meanRateOf } from "../../domain/fixed_sum.ts";
import type { RunReport } from "../../domain/report.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import type { LogBatch } from "../../log/port.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import { openQueries } from "./queries.ts";
import { HistoryReader } from "./queries/history_reader.ts";
import { Store } from "./write/store.ts";

const INGEST_MS = Date.UTC(2026, 0, 10);
const ALL = { from: null, to: null }, PAGE = { limit: 2, cursor: null };

function temporaryStore() {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const shows = [{ show_name: "Dark", runtime_minutes: 80, inferred: false, genre: "Drama" }];
  const catalog = { version: "1", shows };
  const store = Store.open(path, { thresholds: DEFAULT_THRESHOLDS, catalog });
  const queries = openQueries(path);
  let offset = 0;
  return {
    path,
    store,
    queries,
    apply(...rows: readonly Record<string, unknown>[]): void {
      const records = rows.map((row) => ({
        ...{ offset: offset++, key: "", headers: {}, ingestTimeMs: INGEST_MS },
        value: new TextEncoder().encode(JSON.stringify(row)),
      }));
      const place = { topic: EVENTS_TOPIC, partition: 0, nextOffset: offset, endOffset: offset };
      store.apply([{ ...place, records } satisfies LogBatch]);
    },
    [Symbol.dispose]() {
      queries.close();
      store.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

const view = (user: string, at: string, more: Record<string, unknown> = {}) => ({
  ...{ user_id: user, show_name: "Dark", watch_duration_minutes: 40, watch_date: at, ...more },
});

Deno.test("openQueries() answers of an empty store that there is nothing", () => {
  using at = temporaryStore();
  const { queries } = at;
  assert.equal(queries.seq(), 0);
  assert.deepEqual(queries.overview({ ...ALL, show: "Dark" }), queries.overview(ALL));
  assert.equal(queries.overview(ALL).first_watch_date, null);
  const series = { metric: "users", grain: "day", tz: "UTC" } as const;
  assert.deepEqual(queries.timeseries({ ...ALL, ...series }).points, []);
  assert.deepEqual(queries.shows({ ...ALL, ...PAGE, sort: "users", search: null }), {
    ...{ shows: [], next_cursor: null },
  });
  assert.equal(queries.show("Dark", ALL), null);
  assert.equal(queries.user("u1", { ...PAGE, tz: "UTC" }), null);
  assert.deepEqual(queries.users({ ...PAGE, search: null }).users, []);
  assert.deepEqual(queries.retention(), { cohorts: [] });
  assert.equal(queries.ledger(3).pending, 3);
  assert.deepEqual(queries.quality().hours, []);
  const quarantine = { ...PAGE, rule: null, source: null, search: null };
  assert.deepEqual(queries.quarantine(quarantine), { rows: [], groups: [], next_cursor: null });
  assert.deepEqual(queries.sittings(PAGE), { sittings: [], next_cursor: null });
  assert.deepEqual([queries.runs(), queries.latestViews(5), [...queries.rows()]], [[], [], []]);
});

Deno.test("the median of durations follows views that grow and go, and a store of before is read by its views", () => {
  using at = temporaryStore();
  const medianOf = (asked: Record<string, unknown> = {}) =>
    at.queries.overview({ ...ALL, ...asked }).median_duration_minutes;
  const of = (id: string, minutes: number, more = {}) =>
    view("u1", "2026-01-02T10:00:00Z", {
      ...{ event_id: id, watch_duration_minutes: minutes, ...more },
    });
  assert.equal(medianOf(), null);
  at.apply(of("a", 1.9), of("b", 2.5), of("c", 30.99), of("d", 90, { country: "DE" }));
  assert.deepEqual([medianOf(), medianOf({ country: "DE" }), medianOf({ hour: 106 })], [
    30,
    90,
    30,
  ]);
  // A player sends an event again as it grows: the shorter view leaves.
  at.apply(of("b", 45.5));
  assert.equal(medianOf(), 45);
  const [{ median_duration_minutes }] =
    at.queries.shows({ ...ALL, ...PAGE, sort: "median_duration_minutes", search: null }).shows;
  assert.equal(median_duration_minutes, 45);

  const db = new DatabaseSync(at.path);
  db.exec(`UPDATE meta SET value = '4' WHERE key = 'schema_version';
    UPDATE OR REPLACE histograms SET bin = 0 WHERE kind = 1`);
  db.close();
  const old = openQueries(at.path);
  assert.equal(old.overview(ALL).median_duration_minutes, 45);
  assert.deepEqual(old.distributions(ALL), at.queries.distributions(ALL));
  old.close();
});

Deno.test("openQueries() answers of each commit once it is made", () => {
  using at = temporaryStore();
  const { queries } = at;
  at.apply(view("u1", "2026-01-01T10:00:00Z"), view("u2", "2026-01-02T10:00:00Z"));
  assert.equal(queries.seq(), 1);
  assert.deepEqual(queries.overview(ALL), {
    ...{ qualified_views: 2, watch_hours: 1.333333333, users: 2, shows: 1, binge_views: 0 },
    ...{
      mean_completion_rate: 0.5,
      mean_engagement_score: 0.35,
      median_duration_minutes: 40,
      unknown_runtime_views: 0,
    },
    ...{ accepted_views: 2, first_watch_date: "2026-01-01T10:00:00.000Z" },
    last_watch_date: "2026-01-02T10:00:00.000Z",
  });
  at.apply(view("u2", "2026-01-02T11:00:00Z", { episode: "e" }), { user_id: "u3" });
  assert.equal(queries.overview(ALL).qualified_views, 3);
  assert.equal(queries.overview({ ...ALL, show: "Light" }).accepted_views, 0);
  const user = queries.user("u2", { ...PAGE, tz: "Asia/Kolkata" })!;
  assert.equal(user.sittings[0].views.length, 2);
  assert.equal(user.hours_of_week[4][16], 0.666666667);
  assert.equal(queries.show("Dark", ALL)!.episodes[0].qualified_views, 1);
  const options = { ...PAGE, rule: "show_name.missing", source: null, search: "U3" };
  const { rows: [row] } = queries.quarantine(options);
  assert.equal(row.raw, '{"user_id":"u3"}');
  assert.deepEqual(queries.quarantined([row.id, 99]).map(({ raw }) => raw), [row.raw]);
  assert.deepEqual(
    queries.viewsPerMinute({ lastMinutes: 2, untilMs: Date.UTC(2026, 0, 1, 10, 1) }),
    [
      { startMs: Date.UTC(2026, 0, 1, 9, 59), views: 0 },
      { startMs: Date.UTC(2026, 0, 1, 10), views: 1 },
    ],
  );
});

Deno.test("seq() goes on after the store was opened again, whatever is written first", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const settings = { thresholds: DEFAULT_THRESHOLDS, catalog: null };
  const report = { run_id: "r", started_at: "2026-01-01T00:00:00.000Z" } as RunReport;
  for (let opened = 1; opened <= 3; opened++) {
    const store = Store.open(path, settings);
    store.recordRun(report);
    store.close();
    using queries = openQueries(path);
    assert.equal(queries.seq(), opened);
    assert.deepEqual(queries.runs(), [{
      ...{ ...report, excluded_hours: {}, removed_at: null, older_rules: false },
    }]);
  }
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("openQueries() adds sums past 2^53 exactly, and lists users by them", () => {
  using at = temporaryStore();
  at.apply(view("u1", "2026-01-01T10:00:00Z"), view("u2", "2026-01-01T10:00:00Z"));
  const db = new DatabaseSync(at.path), huge = 2n ** 53n + 1n;
  db.exec(`UPDATE cells SET minute_units = ${huge}, completion_units = ${huge}`);
  db.exec(`UPDATE users SET minute_units = ${huge} + id`);
  db.close();
  const { queries } = at, day = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2) };
  assert.equal(queries.overview(ALL).watch_hours, hoursOf(huge));
  assert.equal(queries.overview(day).mean_completion_rate, meanRateOf(huge, 2));
  const sorted = { search: null, sort: "watch_hours", limit: 1 } as const;
  const { users: [first], next_cursor } = queries.users({ ...sorted, cursor: null });
  const { users: [second] } = queries.users({ ...sorted, cursor: next_cursor });
  assert.deepEqual([first.user_id, second.user_id], ["u2", "u1"]);
  assert.equal(first.watch_hours, hoursOf(huge + 2n));
});

Deno.test("warm() changes no answer", () => {
  using at = temporaryStore();
  const { queries } = at, range = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 4) };
  at.apply(view("u1", "2026-01-01T10:00:00Z"), view("u2", "2026-01-03T10:00:00Z"));
  const steps = queries.warm();
  assert.equal(steps.next().done, false);
  at.apply(view("u3", "2026-01-03T11:00:00Z"), view("u3", "2026-01-01T11:00:00Z"));
  while (!steps.next().done);
  assert.equal(queries.overview(range).users, 3);
});

Deno.test("queries tell a missing episode from an empty one, in rows, lists and history", async () => {
  using at = temporaryStore();
  const { queries, path } = at;
  at.apply(
    view("u1", "2026-01-01T10:00:00Z"),
    view("u1", "2026-01-01T10:30:00Z", { episode: null }),
    view("u1", "2026-01-01T11:00:00Z", { episode: "E1" }),
  );
  const episodes = [null, "", "E1"];
  assert.deepEqual([...queries.rows()].map(({ episode }) => episode), episodes);
  const { sittings } = queries.user("u1", { ...PAGE, tz: "UTC" })!;
  assert.deepEqual(sittings[0].views.map(({ episode }) => episode), episodes);
  assert.deepEqual(queries.latestViews(3).map(({ episode }) => episode), episodes.toReversed());
  using history = new HistoryReader(path);
  const { views } = await history.read({ fromMs: 0, toMs: INGEST_MS, limit: 10 });
  assert.deepEqual(views.map(({ episode }) => episode), episodes);
  // A film has no name for its episode to be listed by.
  assert.deepEqual(queries.show("Dark", ALL)!.episodes.map(({ episode }) => episode), ["E1"]);
});

Deno.test("a sitting of any length is answered with its first views, and how many there are", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  const store = Store.open(path, { thresholds: DEFAULT_THRESHOLDS, catalog: null });
  const encoder = new TextEncoder(), count = 20_000;
  const records = Array.from({ length: count }, (_, offset) => {
    const row = {
      ...{ user_id: "u", show_name: "Dark", watch_duration_minutes: 1, episode: `e${offset}` },
      watch_date: new Date(Date.UTC(2026, 0, 1) + offset * 30_000),
    };
    const value = encoder.encode(JSON.stringify(row));
    return { offset, key: "u", value, headers: {}, ingestTimeMs: Date.UTC(2026, 5, 1) };
  });
  const place = { topic: "watch.events", partition: 0 };
  store.apply([{ ...place, records, nextOffset: count, endOffset: count }]);
  store.close();
  using queries = openQueries(path);
  const user = queries.user("u", { tz: "UTC", from: null, to: null, limit: 10, cursor: null })!;
  const [sitting] = user.sittings;
  assert.equal(user.sittings.length, 1);
  assert.deepEqual([sitting!.view_count, sitting!.views.length], [count, 1_000]);
  assert.equal(sitting!.views[0]!.watch_date, "2026-01-01T00:00:00.000Z");
  Deno.removeSync(folder, { recursive: true });
});
