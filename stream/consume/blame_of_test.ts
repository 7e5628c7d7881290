// Whose fault SQLite's errors are, with a code or without one.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { blameOf } from "./blame_of.ts";

/** What `work` throws over a database that can hold two pages. */
function thrownWhenFull(work: (db: DatabaseSync) => void): unknown {
  const db = new DatabaseSync(":memory:");
  try {
    db.exec("CREATE TABLE t(a); PRAGMA max_page_count = 2");
    work(db);
  } catch (error) {
    return error;
  } finally {
    db.close();
  }
  throw new Error("nothing was thrown");
}

Deno.test("blameOf() blames the disk when there is no room, also where SQLite's error has no code", () => {
  const sql = "INSERT INTO t VALUES (zeroblob(100000))";
  const byStatement = thrownWhenFull((db) => db.prepare(sql).run());
  const byExec = thrownWhenFull((db) => db.exec(sql));
  assert.equal((byStatement as { errcode?: number }).errcode, 13);
  assert.equal(blameOf(byStatement), "disk");
  assert.equal(blameOf(byExec), "disk");
});

Deno.test("blameOf() blames the record for what is neither disk, store nor log", () => {
  assert.equal(blameOf(thrownWhenFull((db) => db.exec("SELECT none FROM t"))), "record");
  assert.equal(blameOf(new Error("database or disk is full")), "record", "not SQLite's");
});
