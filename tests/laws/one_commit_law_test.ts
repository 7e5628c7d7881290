// The law of snapshots: whatever commits come in between, the answers of one snapshot are of one commit.

import assert from "node:assert/strict";
import type {
  Breakdown,
  Heatmap,
  LedgerAnswer,
  LedgerHours,
  Overview,
  QualityAnswer,
  ShowDetail,
  TimeSeries,
} from "../../domain/answers.ts";
import * as homeRoute from "../../routes/index.tsx";
import * as qualityRoute from "../../routes/quality/index.tsx";
import * as showRoute from "../../routes/shows/[show].tsx";
import { providePipeline } from "../../serving/pages/pipeline.ts";
import { fakeApi } from "../../serving/api/api_fixture.ts";
import { createApi } from "../../serving/api/create_api.ts";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import type { StoreQueries, StoreSnapshot } from "../../store/port.ts";
import { openQueries } from "../../store/sqlite/queries.ts";
import { answerLater } from "../../store/sqlite/readers/answer_later.ts";
import { ReaderPool } from "../../store/sqlite/readers/reader_pool.ts";
import { Store } from "../../store/sqlite/write/store.ts";

interface HomeData {
  readonly overview: Overview;
  readonly ledger: LedgerAnswer;
  readonly series: TimeSeries;
  readonly breakdowns: readonly { readonly answer: Breakdown }[];
}

interface ShowData {
  readonly show: ShowDetail;
  readonly heatmap: Heatmap;
}

interface QualityData {
  readonly ledger: LedgerAnswer;
  readonly hours: LedgerHours;
  readonly quality: QualityAnswer;
}

const ALL = { from: null, to: null };

/** A store that one more view and one more bad row come into with each `commit()`. */
async function withStore(
  readersOf: (path: string) => ReaderPool | null,
  use: (queries: StoreQueries, commit: () => void) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), path = `${folder}/store.db`;
  const store = Store.open(path, { thresholds: DEFAULT_THRESHOLDS, catalog: null });
  let offset = 0;
  const commit = () => {
    const rows = [
      {
        ...{ user_id: `u${offset}`, show_name: "Dark", watch_duration_minutes: 40 },
        watch_date: new Date(Date.UTC(2026, 0, 1) + offset * 3_600_000).toISOString(),
      },
      { user_id: "bad" },
    ];
    const records = rows.map((row) => ({
      ...{ offset: offset++, key: "", headers: {}, ingestTimeMs: Date.UTC(2026, 5, 1) },
      value: new TextEncoder().encode(JSON.stringify(row)),
    }));
    const place = { topic: EVENTS_TOPIC, partition: 0, nextOffset: offset, endOffset: offset };
    store.apply([{ ...place, records }]);
  };
  commit();
  const here = openQueries(path), readers = readersOf(path);
  try {
    await use(answerLater(() => here, readers), commit);
  } finally {
    readers?.close();
    here.close();
    store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every question goes another way: this thread, a reader, a reader that reads views one by one. */
async function accepted(at: StoreSnapshot, between: () => void): Promise<Set<number>> {
  const { accepted, read, quarantined } = await at.ledger();
  assert.equal(read, accepted + quarantined);
  between();
  const overview = await at.overview(ALL);
  between();
  const { rows } = await at.quarantine({
    ...{ rule: null, source: null, search: null, limit: 500, cursor: null },
  });
  between();
  const hours = await Promise.all(Array.from({ length: 24 * 7 }, (_, hour) => {
    if (hour % 50 === 0) between();
    return at.overview({ ...ALL, hour, tz: "UTC" });
  }));
  const sum = hours.reduce((sum, { accepted_views }) => sum + accepted_views, 0);
  return new Set([accepted, overview.accepted_views, rows.length, sum]);
}

const PLACES: readonly (readonly [name: string, readersOf: (path: string) => ReaderPool | null])[] =
  [
    ["the asking thread", () => null],
    ["readers", (path) => {
      const readers = new ReaderPool(path, { maxLong: 1 });
      readers.start();
      return readers;
    }],
    ["readers that are not started yet", (path) => new ReaderPool(path, { maxLong: 2 })],
  ];

for (const [place, readersOf] of PLACES) {
  Deno.test(`a snapshot is of one commit while others come: ${place}`, async () => {
    await withStore(readersOf, async (queries, commit) => {
      // Nothing in between: one try, of the newest commit.
      let tries = 0;
      const quiet = await queries.snapshot((at) => (tries++, accepted(at, () => {})));
      assert.deepEqual([...quiet], [1]);
      assert.equal(tries, 1);

      // A commit between any two questions, in the second try too.
      const { found, seq } = await queries.snapshot(async (at) => {
        tries++;
        return { found: await accepted(at, commit), seq: at.seq };
      });
      assert.equal(found.size, 1, [...found].join());
      assert.equal(tries, 3);
      assert.ok(seq < await queries.seq());

      // What is held keeps nobody else from the newest commit, and is let go.
      const [before, both] = await Promise.all([
        queries.snapshot((at) => accepted(at, commit)),
        Promise.all([queries.snapshot((at) => accepted(at, commit)), queries.overview(ALL)]),
      ]);
      assert.equal(before.size, 1);
      assert.equal(both[0].size, 1);
      commit();
      const [last] = await queries.snapshot((at) => accepted(at, () => {}));
      assert.equal((await queries.overview(ALL)).accepted_views, last);
      const ledger = await queries.ledger();
      assert.equal(ledger.accepted, last);
    });
  });
}

Deno.test("a snapshot tells what its work objects to, and asks nothing twice for it", async () => {
  await withStore(() => null, async (queries, commit) => {
    let tries = 0;
    const cursor = { limit: 1, cursor: "none", search: null };
    const asked = queries.snapshot((at) => (tries++, at.users(cursor)));
    await assert.rejects(asked, { name: "CursorError" });
    assert.equal(tries, 1);
    const held = queries.snapshot(async (at) => {
      commit();
      await at.ledger();
      return await at.users(cursor);
    });
    await assert.rejects(held, { name: "CursorError" });
    commit();
    assert.equal((await queries.ledger()).accepted, (await queries.overview(ALL)).accepted_views);
  });
});

Deno.test("GET /api/answers is of one commit while others come, and the numbers add up", async () => {
  await withStore((path) => new ReaderPool(path, { maxLong: 1 }), async (queries, commit) => {
    // The store commits whenever the API is about to ask it something.
    const busy = (questions: StoreSnapshot): StoreSnapshot =>
      new Proxy(questions, {
        get: (at, name: keyof StoreSnapshot) => {
          if (name === "seq") return at.seq;
          return (
            ...asked: never[]
          ) => (commit(), (at[name] as (...of: never[]) => unknown)(...asked));
        },
      });
    const { ports } = fakeApi();
    const api = createApi({
      ...ports,
      queries: () => ({ ...queries, snapshot: (work) => queries.snapshot((at) => work(busy(at))) }),
    });
    for (let times = 0; times < 5; times++) {
      const paths = [
        ...["/api/overview", "/api/ledger", "/api/breakdown?by=show", "/api/users?limit=1000"],
        ...["/api/timeseries?metric=qualified_views&grain=day", "/api/overview?hour=0"],
      ];
      const query = new URLSearchParams(paths.map((path) => ["ask", path]));
      const { answers } = await (await api.request(`/api/answers?${query}`)).json();
      const [overview, ledger, groups, users, series] = answers.map((one: { body: unknown }) =>
        one.body
      );
      const views = ledger.accepted;
      assert.equal(ledger.read, ledger.accepted + ledger.quarantined);
      assert.equal(overview.accepted_views, views);
      assert.equal(groups.qualified_views, views);
      assert.equal(users.users.length, views);
      const points = series.points.map(({ value }: { value: number }) => value);
      assert.equal(points.reduce((sum: number, value: number) => sum + value, 0), views);
    }
  });
});

/** What a page's handler gives its page, asked by this path. */
async function dataOf<Data>(
  route: { readonly handlers: unknown },
  path: string,
  params: Readonly<Record<string, string>> = {},
): Promise<Data> {
  const { GET } = route.handlers as { GET: (ctx: unknown) => Promise<{ readonly data: Data }> };
  return (await GET({ url: new URL(path, "http://localhost"), params })).data;
}

Deno.test("the numbers of a page add up while commits come before each of its requests", async () => {
  await withStore((path) => new ReaderPool(path, { maxLong: 1 }), async (queries, commit) => {
    const api = createApi({ ...fakeApi().ports, queries: () => queries });
    providePipeline((request) => (commit(), api.fetch(request)));
    const { overview, ledger, series, breakdowns } = await dataOf<HomeData>(homeRoute, "/");
    assert.equal(overview.accepted_views, ledger.accepted);
    assert.equal(ledger.read, ledger.accepted + ledger.quarantined);
    assert.equal(series.points.reduce((sum, { value }) => sum + value!, 0), ledger.accepted);
    for (const { answer } of breakdowns) assert.equal(answer.qualified_views, ledger.accepted);

    const page = await dataOf<ShowData>(showRoute, "/shows/Dark", { show: "Dark" });
    const hourViews = page.heatmap.rows.flat().reduce<number>(
      (sum, views) => sum + (views ?? 0),
      0,
    );
    assert.equal(page.show.qualified_views, hourViews);

    const quality = await dataOf<QualityData>(qualityRoute, "/quality");
    const read = quality.hours.hours.reduce((sum, hour) => sum + hour.read, 0);
    assert.deepEqual([quality.quality.ledger.read, read], [
      quality.ledger.read,
      quality.ledger.read,
    ]);
  });
});
