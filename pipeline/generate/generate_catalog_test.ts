// Tests of the catalog against the rows it belongs to.

import assert from "node:assert/strict";
import { generateCatalog } from "./generate_catalog.ts";
import { generateRows } from "./generate_rows.ts";

/** The cells of a line without line breaks in cells. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
}

Deno.test("generateCatalog() has a line of three cells for each of so many different shows", () => {
  const lines = generateCatalog({ shows: 700 }).trimEnd().split("\n").map(cellsOf);
  assert.deepEqual(lines[0], ["show_name", "runtime_minutes", "genre"]);
  assert.equal(new Set(lines.slice(1).map(([name]) => name)).size, 700);
  for (const [, minutes, genre, ...rest] of lines.slice(1)) {
    assert.match(minutes!, /^[1-9]\d*$/);
    assert.match(genre!, /^[A-Z][a-z]/);
    assert.deepEqual(rest, []);
  }
});

Deno.test("generateCatalog() has the runtimes that the rows' durations follow", () => {
  const options = { rows: 50_000, shows: 60, errors: 0, duplicates: 0 };
  const catalog = generateCatalog(options).trimEnd().split("\n").slice(1).map(cellsOf);
  const runtimes = new Map(catalog.map(([name, minutes]) => [name!, Number(minutes)]));
  const longest = new Map<string, number>();
  const text = new TextDecoder().decode(
    Uint8Array.from([...generateRows(options)].flatMap((c) => [...c])),
  );
  for (const line of text.trimEnd().split("\n").slice(1)) {
    const [, name, minutes] = cellsOf(line);
    longest.set(name!, Math.max(longest.get(name!) ?? 0, Number(minutes)));
  }
  for (const [name, minutes] of longest) {
    assert.ok(Math.abs(minutes / runtimes.get(name)! - 1) < 0.05, `${name}: ${minutes}`);
  }
});
