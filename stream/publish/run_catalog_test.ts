// Tests of the catalog that a run leaves: what was given wins, what was inferred says so.

import assert from "node:assert/strict";
import { Catalog } from "../../pipeline/transform/catalog.ts";
import { mergeCatalogs, withoutSource } from "../../lake/merge_catalogs.ts";
import { runCatalog } from "./run_catalog.ts";

const entry = (showName: string, runtimeMinutes: number, episode: string | null = null) => ({
  ...{ showName, runtimeMinutes, episode },
  genre: showName === "Given" ? "Crime" : null,
});

Deno.test("runCatalog() merges given and inferred runtimes, sorted, and says which is which", () => {
  const catalog = new Catalog([
    entry("Parts", 40, "e2"),
    entry("Parts", 30, "e1"),
    entry("Given", 50),
  ], "");
  const { shows } = runCatalog(catalog, new Map([["Parts", 35], ["Alone", 20]]));
  assert.deepEqual(shows, [
    { show_name: "Alone", runtime_minutes: 20, inferred: true, genre: null },
    { show_name: "Given", runtime_minutes: 50, inferred: false, genre: "Crime" },
    {
      show_name: "Parts",
      runtime_minutes: 35,
      inferred: true,
      genre: null,
      episodes: { e1: 30, e2: 40 },
    },
  ]);
});

Deno.test("runCatalog() has another version when a runtime is another, and only then", () => {
  const version = (minutes: number) => runCatalog(null, new Map([["a", minutes]])).version;
  assert.equal(version(1), version(1));
  assert.notEqual(version(1), version(2));
});

Deno.test("mergeCatalogs() keeps shows that the run does not have, and what was given over what is inferred", () => {
  const given = runCatalog(
    new Catalog([entry("Given", 50), entry("Parts", 30, "e1")], ""),
    new Map(),
  );
  const run = runCatalog(
    new Catalog([entry("Parts", 40, "e2")], ""),
    new Map([["Given", 48], ["New", 20]]),
  );
  const merged = mergeCatalogs(given, run);
  assert.deepEqual(
    merged.shows.map(({ show_name, runtime_minutes, inferred, episodes }) =>
      [show_name, runtime_minutes, inferred, episodes] as const
    ),
    [
      ["Given", 50, false, undefined],
      ["New", 20, true, undefined],
      ["Parts", null, false, { e2: 40 }],
    ],
  );
  assert.deepEqual(mergeCatalogs(merged, run), merged);
  assert.deepEqual(mergeCatalogs(null, run), run);
  const again = runCatalog(new Catalog([entry("Given", 55)], ""), new Map([["New", 21]]));
  assert.deepEqual(
    mergeCatalogs(merged, again).shows.map(({ runtime_minutes }) => runtime_minutes),
    [55, 21, null],
  );
});

Deno.test("withoutSource() falls back to what was inferred before, from others, and at last to nothing", () => {
  const inferred = (minutes: number, source: string) =>
    runCatalog(null, new Map([["Dark", minutes]]), [source]);
  const merged = ["a", "b", "a", "c"].reduce(
    (catalog, source, at) => mergeCatalogs(catalog, inferred(20 + at, source)),
    mergeCatalogs(null, runCatalog(new Catalog([entry("Given", 50)], ""), new Map())),
  );
  const runtimes = (...removed: string[]) =>
    removed.reduce(withoutSource, merged).shows.map(({ runtime_minutes, inferred }) => [
      ...[runtime_minutes, inferred],
    ]);
  assert.deepEqual(runtimes(), [[23, true], [50, false]]);
  assert.deepEqual(runtimes("a"), [[23, true], [50, false]]);
  assert.deepEqual(runtimes("c"), [[22, true], [50, false]]);
  assert.deepEqual(runtimes("c", "a"), [[21, true], [50, false]]);
  assert.deepEqual(runtimes("c", "a", "b"), [[null, false], [50, false]]);
});

Deno.test("withoutSource() leaves the version when what it takes does not count", () => {
  const run = (minutes: number, source: string) =>
    runCatalog(null, new Map([["Dark", minutes]]), [source]);
  const both = mergeCatalogs(run(20, "a"), run(30, "b"));
  assert.equal(both.version, run(30, "c").version);
  assert.equal(withoutSource(both, "a").version, both.version);
  assert.notEqual(withoutSource(both, "b").version, both.version);
});

Deno.test("mergeCatalogs() keeps the runtime of a run that did not say its inputs to fall back to", () => {
  const old = runCatalog(null, new Map([["Dark", 20]]));
  const merged = mergeCatalogs(old, runCatalog(null, new Map([["Dark", 30]]), ["a"]));
  assert.deepEqual(
    withoutSource(merged, "a").shows.map(({ runtime_minutes }) => runtime_minutes),
    [20],
  );
});
