// Tests of the folder of a run, and of what killed runs leave behind.

import assert from "node:assert/strict";
import { AuditError, UsageError } from "../../../domain/errors.ts";
import { DISK } from "../file_layer.ts";
import { RUN_FOLDER_PREFIX } from "./recover_runs.ts";
import { RunFolder } from "./run_folder.ts";

async function inFolder(test: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("RunFolder.create() makes a folder beside the output, which remove() takes away", async () => {
  await inFolder((folder) => {
    const run = RunFolder.create(`${folder}/new/out.parquet`, "r1");
    assert.equal(run.path, `${folder}/new/${RUN_FOLDER_PREFIX}r1`);
    Deno.writeTextFileSync(run.file("output"), "x");
    run.remove();
    assert.deepEqual(names(`${folder}/new`), []);
  });
});

Deno.test("remove() minds not that a run which begins meanwhile was faster", async () => {
  await inFolder((folder) => {
    const run = RunFolder.create(`${folder}/out`, "r1");
    const files = {
      ...DISK,
      removeSync(path: string | URL, options?: Deno.RemoveOptions) {
        DISK.removeSync(path, options);
        if (String(path).endsWith("output")) {
          DISK.removeSync(`${folder}/${RUN_FOLDER_PREFIX}r2`, { recursive: true });
        }
      },
    };
    const other = RunFolder.create(`${folder}/out`, "r2", files);
    Deno.writeTextFileSync(other.file("output"), "x");
    other.remove();
    run.remove();
    assert.deepEqual(names(folder), []);
  });
});

Deno.test("RunFolder.create() leaves the folder of a run that lives", async () => {
  await inFolder((folder) => {
    const first = RunFolder.create(`${folder}/out`, "r1");
    const second = RunFolder.create(`${folder}/out`, "r2");
    assert.deepEqual(names(folder), [`${RUN_FOLDER_PREFIX}r1`, `${RUN_FOLDER_PREFIX}r2`]);
    first.remove();
    second.remove();
  });
});

Deno.test("RunFolder.create() removes the folder of a run that was killed, and no other", async () => {
  await inFolder((folder) => {
    Deno.mkdirSync(`${folder}/${RUN_FOLDER_PREFIX}dead`);
    Deno.writeTextFileSync(`${folder}/${RUN_FOLDER_PREFIX}dead/lock`, "");
    Deno.mkdirSync(`${folder}/${RUN_FOLDER_PREFIX}not yet locked`);
    Deno.mkdirSync(`${folder}/views`);
    const run = RunFolder.create(`${folder}/out`, "r1");
    run.remove();
    assert.deepEqual(names(folder), [`${RUN_FOLDER_PREFIX}not yet locked`, "views"]);
  });
});

Deno.test("RunFolder.create() says that the output's folder cannot be made", async () => {
  await inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    assert.throws(() => RunFolder.create(`${folder}/file/out`, "r1"), UsageError);
  });
});

Deno.test("RunFolder.create() on a full disk fails as output that cannot be written, and leaves nothing", async () => {
  await inFolder((folder) => {
    const full = () => {
      throw new Error("No space left on device (os error 28)");
    };
    // The folder's own lock only reads.
    const openSync: typeof Deno.openSync = (path, options) =>
      options?.create ? full() : Deno.openSync(path, options);
    for (const files of [{ ...DISK, mkdirSync: full }, { ...DISK, openSync }]) {
      assert.throws(
        () => RunFolder.create(`${folder}/out`, "r1", files),
        (error) =>
          error instanceof AuditError && /out, the old output stays: No/.test(error.message),
      );
      assert.deepEqual(names(folder), []);
    }
  });
});
