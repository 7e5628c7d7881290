// Tests of the store's catalog: changes add up, whoever makes them, and a damaged one is named and left.

import assert from "node:assert/strict";
import { join } from "node:path";
import { DamagedFileError } from "../domain/errors.ts";
import { LakeCatalog } from "./catalog.ts";
import { DiskLake } from "./disk/disk_lake.ts";
import { catalogOf } from "./merge_catalogs.ts";
import type { Lake } from "./port.ts";

const catalogWith = (show_name: string, sources: readonly string[] = []) =>
  catalogOf(
    [{ show_name, runtime_minutes: 40, inferred: sources.length > 0, genre: null }],
    new Map(
      sources.length === 0 ? [] : [[show_name, [{ minutes: 40, sources }]]],
    ),
  );

async function inLake(test: (lake: DiskLake, folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "playhead-catalog-" });
  try {
    await test(new DiskLake(folder), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("LakeCatalog adds up what runs know, and lets go of what a removed import inferred", () =>
  inLake(async (lake) => {
    const catalog = new LakeCatalog(lake);
    assert.equal(await catalog.read(), null);
    assert.equal(await catalog.forget("a.csv"), false);
    const merged = ["One", "Two", "Three"].map((name) =>
      new LakeCatalog(lake).merge(catalogWith(name, ["a.csv"]))
    );
    assert.deepEqual(await Promise.all(merged), [true, true, true]);
    assert.equal(await catalog.merge(catalogWith("One", ["a.csv"])), false, "nothing new");
    assert.deepEqual((await catalog.read())?.shows.map((show) => show.show_name), [
      ...["One", "Three", "Two"],
    ]);
    assert.equal(await catalog.forget("a.csv"), true);
    assert.ok((await catalog.read())?.shows.every((show) => show.runtime_minutes === null));
  }));

Deno.test("LakeCatalog makes its change anew where another process was faster", () =>
  inLake(async (lake) => {
    let meanwhile: (() => Promise<unknown>) | null = null;
    const slow: Pick<Lake, "get" | "put" | "placeOf"> = {
      placeOf: (name) => lake.placeOf(name),
      get: (name) => lake.get(name),
      put: async (name, content, options) => {
        const first = meanwhile;
        meanwhile = null;
        await first?.();
        return await lake.put(name, content, options);
      },
    };
    const theirs = JSON.stringify(catalogWith("Theirs"));
    meanwhile = () => lake.put("catalog.json", new TextEncoder().encode(theirs));
    await new LakeCatalog(slow).merge(catalogWith("Ours"));
    const { shows } = (await new LakeCatalog(lake).read())!;
    assert.deepEqual(shows.map((show) => show.show_name), ["Ours", "Theirs"]);
  }));

Deno.test("LakeCatalog names a damaged catalog, and leaves it as it is", () =>
  inLake(async (lake, folder) => {
    const path = join(folder, "catalog.json");
    await Deno.writeTextFile(path, '{"shows":[1]}');
    await assert.rejects(new LakeCatalog(lake).merge(catalogWith("One")), DamagedFileError);
    assert.equal(await Deno.readTextFile(path), '{"shows":[1]}');
  }));
