// What every lake must do, held against a folder of the disk.

import assert from "node:assert/strict";
import { join } from "node:path";
import { ConflictError } from "../../domain/errors.ts";
import { getText, putText } from "../port.ts";
import { DiskLake } from "./disk_lake.ts";

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-lake-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("DiskLake gives what was put, whole or in ranges, and null for what was not", () =>
  inFolder(async (folder) => {
    const lake = new DiskLake(join(folder, "made"));
    assert.equal(await lake.get("a/b.txt"), null);
    assert.deepEqual(await Array.fromAsync(lake.list()), []);
    const entry = await putText(lake, "a/b.txt", "0123456789");
    assert.equal((await getText(lake, "a/b.txt"))?.text, "0123456789");
    const object = await lake.get("a/b.txt");
    const { name, sizeBytes, modifiedMs, version } = object!;
    assert.deepEqual({ name, sizeBytes, modifiedMs, version }, entry);
    const part = await new Response(object!.read({ start: 6, end: 9 })).text();
    assert.equal(part, "678");
    assert.equal(await lake.get("a"), null, "a folder is no object");
    assert.equal(await lake.get("a/b.txt/c"), null);
  }));

Deno.test("DiskLake reads on in the version that was got, though another takes its name", () =>
  inFolder(async (folder) => {
    const lake = new DiskLake(folder), long = "x".repeat(300_000);
    await putText(lake, "a", long);
    const object = await lake.get("a");
    await putText(lake, "a", "short");
    assert.equal(await new Response(object!.read()).text(), long);
  }));

Deno.test("DiskLake puts on condition: one of several wins, and nothing is left of the others", () =>
  inFolder(async (folder) => {
    const lake = new DiskLake(folder);
    const first = await putText(lake, "a", "1", { ifVersion: null });
    await assert.rejects(putText(lake, "a", "22", { ifVersion: null }), ConflictError);
    const changes = ["333", "4444", "55555"].map((text) =>
      putText(lake, "a", text, { ifVersion: first.version })
    );
    const ends = await Promise.allSettled(changes);
    assert.equal(ends.filter(({ status }) => status === "fulfilled").length, 1);
    await Deno.remove(join(folder, "a"));
    await assert.rejects(putText(lake, "a", "6", { ifVersion: first.version }), /it is gone/);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));

Deno.test("DiskLake puts a stream, and nothing of one that breaks off", () =>
  inFolder(async (folder) => {
    const lake = new DiskLake(folder);
    const entry = await lake.put("a", new Blob(["ab", "cd"]).stream());
    assert.equal(entry.sizeBytes, 4);
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(9));
        controller.error(new Error("gone"));
      },
    });
    await assert.rejects(lake.put("a", broken), /gone/);
    assert.equal((await getText(lake, "a"))?.text, "abcd");
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a"]);
  }));

Deno.test("DiskLake lists what begins so, in folders too, and nothing that is under way", () =>
  inFolder(async (folder) => {
    const lake = new DiskLake(folder);
    for (const name of ["a.parquet", "month=1/b.parquet", "month=1/c/d", ".run/x", "e/.hidden"]) {
      await putText(lake, name, name);
    }
    const names = async (prefix?: string) =>
      (await Array.fromAsync(lake.list(prefix))).map(({ name }) => name).sort();
    assert.deepEqual(await names(), ["a.parquet", "month=1/b.parquet", "month=1/c/d"]);
    assert.deepEqual(await names("month=1/"), ["month=1/b.parquet", "month=1/c/d"]);
    assert.deepEqual(await names("none/"), []);
  }));

Deno.test("DiskLake publishes a manifest whole, and takes away what no longer holds", () =>
  inFolder(async (folder) => {
    const lake = new DiskLake(folder), run = join(folder, ".playhead-run-1");
    await putText(lake, "report", "old");
    await putText(lake, "rejected", "old");
    await Deno.mkdir(run);
    await Deno.writeTextFile(join(run, "x"), "new");
    await lake.commit({
      folder: run,
      moves: [{ from: join(run, "x"), to: join(folder, "report") }],
      removes: [join(folder, "rejected")],
    });
    assert.equal((await getText(lake, "report"))?.text, "new");
    assert.equal(await lake.get("rejected"), null);
  }));
