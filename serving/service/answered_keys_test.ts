// What the file of keys gives again after it was closed, and what it forgets.

import assert from "node:assert/strict";
import { join } from "node:path";
import { AnsweredKeysFile } from "./answered_keys.ts";

Deno.test("AnsweredKeysFile gives an answer again after a restart, until it is too old", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "keys.db");
    const kept = { bodyHash: "b", answer: "{}", untilMs: 200 };
    const before = AnsweredKeysFile.open(path);
    before.keep("k", kept, 100);
    before.close();
    const after = AnsweredKeysFile.open(path);
    assert.deepEqual(after.find("k", 150), kept);
    assert.equal(after.find("k", 200), null);
    assert.equal(after.find("other", 150), null);
    after.keep("k", { ...kept, bodyHash: "c", untilMs: 400 }, 300); // the first of this process forgets
    assert.equal(after.find("k", 300)?.bodyHash, "c");
    after.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
