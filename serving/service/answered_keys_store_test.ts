// Tests of the service's keys on a disk that fails: what was answered is answered again.

import assert from "node:assert/strict";
import { join } from "node:path";
import { silentLogger } from "../../telemetry/logger.ts";
import { Telemetry } from "../../telemetry/telemetry.ts";
import { AnsweredKeysStore } from "./answered_keys_store.ts";

const KEPT = { bodyHash: "b", answer: "{}", untilMs: 200 };

Deno.test("AnsweredKeysStore keeps keys in memory while their file cannot be made", () => {
  const keys = new AnsweredKeysStore("/no such folder/keys.db", new Telemetry(silentLogger));
  keys.keep("k", KEPT, 100);
  assert.deepEqual(keys.find("k", 150), KEPT);
  assert.equal(keys.find("k", 250), null);
  keys.close();
});

Deno.test("AnsweredKeysStore sets a damaged file aside, says so, and goes on", async () => {
  const folder = await Deno.makeTempDir(), told: string[] = [];
  try {
    const path = join(folder, "keys.db");
    await Deno.writeTextFile(path, "no database ".repeat(1_000));
    const keys = new AnsweredKeysStore(path, new Telemetry((_, event) => told.push(event)));
    keys.keep("k", KEPT, 100);
    keys.close();
    assert.deepEqual(told, ["file_damaged"]);
    const again = new AnsweredKeysStore(path, new Telemetry(silentLogger));
    assert.deepEqual(again.find("k", 150), KEPT);
    again.close();
    assert.ok(
      [...Deno.readDirSync(folder)].some(({ name }) => name.startsWith("keys.db.damaged-")),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
