// Tests of questions asked in threads: the answers and objections are those of this thread.

import assert from "node:assert/strict";
import { fillStore } from "../../../bench/fill_store.ts";
import { openQueries } from "../queries.ts";
import { answerLater } from "./answer_later.ts";
import { ReaderPool } from "./reader_pool.ts";

const ALL = { from: null, to: null }, PAGE = { limit: 20, cursor: null };

Deno.test("answerLater() answers what this thread would, wherever it asks", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/store.db`;
  try {
    fillStore(path, { rows: 2_000, badRows: 50, users: 40 });
    using here = openQueries(path);
    const pool = new ReaderPool(path, { maxLong: 1 }), beside = answerLater(() => here, pool);
    assert.deepEqual(await beside.ledger(0), here.ledger(0));
    assert.equal(await beside.show("no such", { ...ALL, tz: "UTC" }), null);
    assert.ok(!pool.isStarted); // from a few rows, and before a thread was needed
    const hour = { ...ALL, by: "show", hour: 3, tz: "Asia/Kolkata", limit: 20 } as const;
    assert.deepEqual(await beside.breakdown(hour), here.breakdown(hour));
    const twice = await Promise.all(
      [beside.breakdown({ ...hour, hour: 4 }), beside.breakdown({ ...hour, hour: 4 })],
    );
    assert.equal(twice[0], twice[1]); // asked once
    assert.deepEqual(twice[0], here.breakdown({ ...hour, hour: 4 }));
    const shows = { ...ALL, ...PAGE, sort: "users", search: "a" } as const;
    assert.deepEqual(await beside.shows(shows), here.shows(shows));
    const user = here.users({ ...PAGE, search: null }).users[0]!.user_id;
    assert.deepEqual(
      await beside.user(user, { ...PAGE, tz: "UTC" }),
      here.user(user, { ...PAGE, tz: "UTC" }),
    );
    const none = beside.user(user, { ...PAGE, cursor: "none", tz: "UTC" });
    await assert.rejects(none, { name: "CursorError" });
    const day = { ...ALL, metric: "users", grain: "minute", tz: "UTC" } as const;
    await assert.rejects(beside.timeseries(day), RangeError);
    pool.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
