// The law of snapshots: whatever commits come in between, the answers of one snapshot are of one commit.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { EVENTS_TOPIC } from "../../log/topics.ts";
import type { StoreQueries, StoreSnapshot } from "../../store/port.ts";
import { openQueries } from "../../store/sqlite/queries.ts";
import { answerLater } from "../../store/sqlite/readers/answer_later.ts";
import { ReaderPool } from "../../store/sqlite/readers/reader_pool.ts";
import { Store } from "../../store/sqlite/write/store.ts";

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
