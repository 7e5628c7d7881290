// What is kept is its owner's alone, also where the umask would let others read.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DISK } from "./file_layer.ts";
import { makeOwnFile, ownDisk } from "./own_file.ts";

const ignore = Deno.build.os === "windows";

function modeOf(path: string): string {
  return (Deno.statSync(path).mode! & 0o777).toString(8);
}

Deno.test({
  name: "makeOwnFile() makes a database and what SQLite puts beside it readable for nobody else",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir(), path = `${folder}/a.db`;
    try {
      makeOwnFile(path);
      const db = new DatabaseSync(path);
      db.exec("PRAGMA journal_mode = WAL; CREATE TABLE a(b)");
      makeOwnFile(path); // nothing happens to what is there
      assert.deepEqual(["", "-wal", "-shm"].map((suffix) => modeOf(path + suffix)), [
        ...["600", "600", "600"],
      ]);
      assert.ok(db.prepare("SELECT count(*) FROM a").get() !== undefined);
      db.close();
      makeOwnFile(`${folder}/none/a.db`); // whoever opens it says so
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "ownDisk() makes files and folders for their owner, and leaves what is there as it is",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir(), disk = ownDisk(DISK);
    const there = `${folder}/there`, made = `${folder}/sub/deep/made`;
    try {
      Deno.writeTextFileSync(there, "", { mode: 0o644 });
      Deno.chmodSync(there, 0o644);
      disk.openSync(there, { write: true, create: true, truncate: true }).close();
      disk.mkdirSync(`${folder}/sub/deep`, { recursive: true });
      disk.openSync(made, { write: true, createNew: true }).close();
      disk.copyFileSync(made, `${folder}/copy`);
      const modes = [there, `${folder}/sub`, `${folder}/sub/deep`, made, `${folder}/copy`];
      assert.deepEqual(modes.map(modeOf), ["644", "700", "700", "600", "600"]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
