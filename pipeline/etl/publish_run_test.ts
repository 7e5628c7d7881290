// Tests of how a run's files get their names.

import assert from "node:assert/strict";
import { publishRun, recoverFolder } from "./publish_run.ts";

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

function folderOf(path: string, ...files: string[]): void {
  Deno.mkdirSync(path);
  for (const file of files) Deno.writeTextFileSync(`${path}/${file}`, file);
}

Deno.test("publishRun() puts files in the place of older ones, making folders they need", async () => {
  await inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/new`, "new");
    Deno.writeTextFileSync(`${folder}/new report`, "report");
    Deno.writeTextFileSync(`${folder}/out`, "old");
    publishRun([
      { from: `${folder}/new report`, to: `${folder}/deep/er/report` },
      { from: `${folder}/new`, to: `${folder}/out` },
    ]);
    assert.equal(Deno.readTextFileSync(`${folder}/out`), "new");
    assert.equal(Deno.readTextFileSync(`${folder}/deep/er/report`), "report");
    assert.deepEqual(names(folder), ["deep", "out"]);
  });
});

Deno.test("publishRun() puts a folder in the place of an older one", async () => {
  await inFolder((folder) => {
    folderOf(`${folder}/new`, "part-2");
    folderOf(`${folder}/out`, "part-1");
    publishRun([{ from: `${folder}/new`, to: `${folder}/out/` }]);
    assert.deepEqual(names(`${folder}/out`), ["part-2"]);
    assert.deepEqual(names(folder), ["out"]);
  });
});

Deno.test("recoverFolder() gives the old folder its name back when the new one never got it", async () => {
  await inFolder((folder) => {
    folderOf(`${folder}/.out.previous`, "part-1");
    recoverFolder(`${folder}/out`);
    assert.deepEqual(names(folder), ["out"]);
    assert.deepEqual(names(`${folder}/out`), ["part-1"]);
  });
});

Deno.test("recoverFolder() removes the old folder when the new one has its name", async () => {
  await inFolder((folder) => {
    folderOf(`${folder}/.out.previous`, "part-1");
    folderOf(`${folder}/out`, "part-2");
    recoverFolder(`${folder}/out/`);
    assert.deepEqual(names(folder), ["out"]);
    assert.deepEqual(names(`${folder}/out`), ["part-2"]);
  });
});

Deno.test("recoverFolder() does nothing where no run was interrupted", async () => {
  await inFolder((folder) => {
    recoverFolder(`${folder}/out`);
    assert.deepEqual(names(folder), []);
  });
});
