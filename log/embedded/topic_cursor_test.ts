// A reader meets retention at any moment: what is gone is told as gone, never as damage.

import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import { record, TOPIC, withLog } from "./embedded_log_fixture.ts";
import { databasePath, openForReading } from "./log_database.ts";
import { LogWriter } from "./log_writer.ts";
import { TopicCursor } from "./topic_cursor.ts";

/** The database, with `between` called once after the cursor has asked where partitions begin and end. */
function interrupted(database: DatabaseSync, between: () => void): DatabaseSync {
  let isDone = false;
  return new Proxy(database, {
    get(target, name) {
      if (name !== "prepare") {
        const value = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      }
      return (sql: string) => {
        const statement = target.prepare(sql);
        if (!sql.includes("FROM partitions")) return statement;
        return {
          all: (...given: number[]) => {
            const rows = statement.all(...given);
            if (!isDone) between();
            isDone = true;
            return rows;
          },
        };
      };
    },
  });
}

Deno.test("TopicCursor.read() reads as of one commit while retention removes records", async () => {
  await withLog(async (log, root) => {
    await log.createTopic(TOPIC, { partitions: 1 });
    for (const name of ["a", "b", "c"]) await log.append(TOPIC, [record(name)]);
    const path = databasePath(root), database = openForReading(path);
    const writer = new LogWriter(path);
    try {
      const covered = [{ topic: TOPIC, partition: 0, nextOffset: 2 }];
      const age = { beforeMs: Infinity, nowMs: Infinity };
      const retain = () => assert.equal(writer.retain(covered, age), 2);
      const start = new Map([[0, { next: null, reached: 0 }]]);
      const cursor = new TopicCursor(
        { path, database: interrupted(database, retain) },
        TOPIC,
        start,
      );
      const offsetsOf = () =>
        cursor.read(10).flatMap(({ records }) => records.map(({ offset }) => offset));
      assert.deepEqual(offsetsOf(), [0, 1, 2]);
      cursor.seek(0, 1);
      assert.throws(offsetsOf, { name: "LogOffsetError" });
    } finally {
      writer.close();
      database.close();
    }
  });
});
