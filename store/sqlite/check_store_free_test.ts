// A folder that cannot be had is told in one line, with the setting to change.

import assert from "node:assert/strict";
import { UsageError } from "../../domain/errors.ts";
import { checkStoreFree } from "./check_store_free.ts";

Deno.test("checkStoreFree() names the setting when the folder cannot be made", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/file`;
    await Deno.writeTextFile(file, "");
    for (const path of [file, `${file}/below`, "/dev/null/x"]) {
      assert.throws(
        () => checkStoreFree(path),
        (error) => error instanceof UsageError && error.message.includes(`PLAYHEAD_DATA must be a`),
        path,
      );
    }
    checkStoreFree(`${folder}/new/one`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
