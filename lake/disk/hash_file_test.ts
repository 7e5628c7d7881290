// Tests of hashing files.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { hashFile } from "./hash_file.ts";

Deno.test("hashFile() is the SHA-256 of all bytes, and lets others have their turn", async () => {
  const path = await Deno.makeTempFile();
  try {
    for (const [size, turns] of [[0, 0], [1, 0], [256 << 10, 0], [(5 << 20) + 1, 2]] as const) {
      const bytes = new Uint8Array(size).map((_, index) => index % 251);
      await Deno.writeFile(path, bytes);
      let turnsOfOthers = 0, isHashed = false;
      const takeTurns = () => {
        if (isHashed) return;
        turnsOfOthers++;
        setImmediate(takeTurns);
      };
      setImmediate(takeTurns);
      assert.equal(await hashFile(path), createHash("sha256").update(bytes).digest("hex"));
      isHashed = true;
      assert.ok(turnsOfOthers >= turns, `${turnsOfOthers} turns`);
    }
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("hashFile() says which file is not there", async () => {
  await assert.rejects(
    hashFile("no/such/file.csv"),
    /^InputError: Cannot read no\/such\/file\.csv/,
  );
});
