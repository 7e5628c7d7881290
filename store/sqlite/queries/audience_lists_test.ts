// Shows with their trend, users in other orders, the binges of one show.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../../domain/scoring.ts";
import { EVENTS_TOPIC } from "../../../log/topics.ts";
import { openQueries, type SqliteQueries } from "../queries.ts";
import { Store } from "../write/store.ts";

const ALL = { from: null, to: null }, DAY_1 = Date.UTC(2026, 0, 1), DAY_MS = 86_400_000;

/** u1 binges Dark twice and Lupin once, u2 watches longest, u3 latest. */
const ROWS = [
  ...[0, 40, 80].map((minute) => row("u1", "Dark", DAY_1 + minute * 60_000)),
  ...[0, 40, 80, 120].map((minute) => row("u1", "Lupin", DAY_1 + DAY_MS + minute * 60_000)),
  ...[0, 40, 80].map((minute) => row("u1", "Dark", DAY_1 + 2 * DAY_MS + minute * 60_000)),
  row("u2", "Film", DAY_1, 600),
  row("u3", "Dark", DAY_1 + 3 * DAY_MS),
];

function row(user_id: string, show_name: string, atMs: number, watch_duration_minutes = 30) {
  return { user_id, show_name, watch_date: new Date(atMs).toISOString(), watch_duration_minutes };
}

function withQueries(use: (queries: SqliteQueries) => void): void {
  const folder = Deno.makeTempDirSync(), path = `${folder}/store.db`;
  try {
    const store = Store.open(path, {
      thresholds: DEFAULT_THRESHOLDS,
      catalog: { version: "1", shows: [] },
    });
    const records = ROWS.map((row, offset) => ({
      ...{ offset, key: "", headers: {}, ingestTimeMs: DAY_1 + 9 * DAY_MS },
      value: new TextEncoder().encode(JSON.stringify(row)),
    }));
    const place = { topic: EVENTS_TOPIC, partition: 0, nextOffset: 12, endOffset: 12 };
    store.apply([{ ...place, records }]);
    store.close();
    using queries = openQueries(path);
    use(queries);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("shows() tells views over the whole range when a grain is asked for", () => {
  withQueries((queries) => {
    const options = {
      ...ALL,
      sort: "qualified_views",
      search: null,
      limit: 9,
      cursor: null,
    } as const;
    const { shows } = queries.shows({ ...options, trend: "day", tz: "UTC" });
    assert.deepEqual(shows.map(({ show_name, trend }) => [show_name, trend]), [
      ["Dark", [3, 0, 3, 1]],
      ["Lupin", [0, 4, 0, 0]],
      ["Film", [1, 0, 0, 0]],
    ]);
    assert.equal("trend" in queries.shows(options).shows[0]!, false);
  });
});

Deno.test("users() sorts by figures from the highest, page by page", () => {
  withQueries((queries) => {
    const ordered = (sort: "watch_hours" | "qualified_views" | "last_watch_date" | "user_id") => {
      const found: string[] = [];
      for (let cursor: string | null = null;;) {
        const page = queries.users({ search: null, limit: 1, cursor, sort });
        found.push(...page.users.map((user) => user.user_id));
        if ((cursor = page.next_cursor) === null) return found;
      }
    };
    assert.deepEqual(ordered("watch_hours"), ["u2", "u1", "u3"]);
    assert.deepEqual(ordered("qualified_views"), ["u1", "u2", "u3"]);
    assert.deepEqual(ordered("last_watch_date"), ["u3", "u1", "u2"]);
    assert.deepEqual(ordered("user_id"), ["u1", "u2", "u3"]);
  });
});

Deno.test("sittings() keeps to a show's binges and to a range", () => {
  withQueries((queries) => {
    const days = (options: { show?: string; from?: number; to?: number }) => {
      const found: string[] = [];
      for (let cursor: string | null = null;;) {
        const page = queries.sittings({ limit: 1, cursor, ...options });
        found.push(...page.sittings.map((sitting) => sitting.sitting_start.slice(0, 10)));
        if ((cursor = page.next_cursor) === null) return found;
      }
    };
    assert.deepEqual(days({}), ["2026-01-03", "2026-01-02", "2026-01-01"]);
    assert.deepEqual(days({ show: "Dark" }), ["2026-01-03", "2026-01-01"]);
    assert.deepEqual(days({ show: "Film" }), []);
    assert.deepEqual(days({ show: "None" }), []);
    assert.deepEqual(days({ from: DAY_1 + DAY_MS, to: DAY_1 + 2 * DAY_MS }), ["2026-01-02"]);
    assert.deepEqual(days({ show: "Dark", to: DAY_1 + DAY_MS }), ["2026-01-01"]);
  });
});
