// A data folder that cannot be had is one line that names the setting; what is no matter of the folder stays.

import assert from "node:assert/strict";
import { UsageError } from "../../domain/errors.ts";
import { inDataFolder, inDataFolderSync } from "./data_folder.ts";
import { EmbeddedLog } from "../../log/embedded/embedded_log.ts";

Deno.test("inDataFolder() names PLAYHEAD_DATA where the folder is read-only or none", async () => {
  const readOnly = new Error("Read-only file system (os error 30): open '/mnt/data/store.db.lock'");
  for (const error of [readOnly, new Deno.errors.NotADirectory(), new Deno.errors.NotCapable()]) {
    const isUsage = (told: unknown) =>
      told instanceof UsageError &&
      /PLAYHEAD_DATA must be a folder .*"\/mnt\/data"$/.test(told.message);
    assert.throws(() =>
      inDataFolderSync("/mnt/data", () => {
        throw error;
      }), isUsage);
    await assert.rejects(inDataFolder("/mnt/data", () => Promise.reject(error)), isUsage);
  }
});

Deno.test("inDataFolder() leaves a full disk and a lock as they are", () => {
  for (
    const error of [new Error("No space left on device (os error 28)"), new TypeError("taken")]
  ) {
    assert.throws(() =>
      inDataFolderSync("data", () => {
        throw error;
      }), (told) => told === error);
  }
});

Deno.test("a log in a folder that is a file is told by the setting", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/file`, "");
    await assert.rejects(EmbeddedLog.open(`${folder}/file/log`), /PLAYHEAD_DATA must be a folder/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
