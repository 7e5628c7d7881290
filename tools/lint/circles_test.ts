// Tests that imports have a direction: no circle of files, and no two folders that import each other.

import assert from "node:assert/strict";
import { posix } from "node:path";
import { isFree } from "./arrows.ts";
import { importTarget } from "./project_path.ts";

/** Circles that are there, by their folder and files. The list may only get shorter, and so may a circle. */
const KNOWN_CIRCLES: readonly (readonly string[])[] = [
  circle(
    "store/sqlite/queries",
    "day_counts.ts hour_users.ts id_counts.ts id_sets.ts show_sums.ts store_context.ts sum_views.ts view_filter.ts",
  ),
];

/** Pairs of folders that import each other. The list may only get shorter. */
const KNOWN_PAIRS: readonly string[] = [
  "client/parquet/export client/parquet/questions",
  "client/parquet/file client/parquet/values",
  "serving/api/events serving/api/quarantine",
];

const ROOT = new URL("../../", import.meta.url);
const SKIPPED =
  /^(\.|node_modules$|data$|_fresh$|coverage$|kernel$|fixture$|static$|tests$|bench$)/;
const IMPORT =
  /^(?:import|export)\b[^;"']*?\bfrom "(\.[^"]+)"|^import "(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm;

/** What each file of the product imports of the others, types too. */
function readImports(): Map<string, readonly string[]> {
  const imports = new Map<string, readonly string[]>();
  const walk = (folder: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(folder || ".", ROOT))) {
      const path = folder + name;
      if (SKIPPED.test(name)) continue;
      if (isDirectory) walk(`${path}/`);
      else if (/\.tsx?$/.test(name) && !isFree(path)) {
        const text = Deno.readTextFileSync(new URL(path, ROOT)).replaceAll(
          /^\s*(\*|\/\/).*$/gm,
          "",
        );
        const found = [...text.matchAll(IMPORT)].map(([, ...forms]) => forms.find((one) => one)!);
        imports.set(path, found.map((specifier) => importTarget(path, specifier).target));
      }
    }
  };
  walk("");
  return imports;
}

/** Groups of files that reach each other, as Tarjan finds them (SIAM J. Comput. 1, 1972). */
function findCircles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>(), lowest = new Map<string, number>();
  const stack: string[] = [], circles: string[][] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    stack.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      else if (!stack.includes(target)) continue;
      lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** Folders side by side of which each imports the other; a folder and what lies in it are one house. */
function findPairs(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const arrows = new Set<string>();
  for (const [file, targets] of imports) {
    for (const target of targets) arrows.add(`${posix.dirname(file)} ${posix.dirname(target)}`);
  }
  return [...arrows].filter((arrow) => {
    const [from = "", to = ""] = arrow.split(" ");
    const isWithin = from === "." || to === "." || to.startsWith(`${from}/`) ||
      from.startsWith(`${to}/`);
    return from < to && !isWithin && arrows.has(`${to} ${from}`);
  }).sort();
}

function circle(folder: string, files: string): readonly string[] {
  return files.split(" ").map((file) => `${folder}/${file}`);
}

const GONE = "is there no more: take it off the list";

Deno.test("no file imports itself by way of others, but for the circles that are known", () => {
  const found = findCircles(readImports());
  const isOf = (some: readonly string[], all: readonly string[]) =>
    some.every((file) => all.includes(file));
  assert.deepEqual(found.filter((one) => !KNOWN_CIRCLES.some((known) => isOf(one, known))), []);
  assert.deepEqual(
    KNOWN_CIRCLES.filter((known) => !found.some((one) => isOf(one, known))),
    [],
    GONE,
  );
});

Deno.test("no two folders import each other, but for the pairs that are known", () => {
  const found = findPairs(readImports());
  assert.deepEqual(found.filter((pair) => !KNOWN_PAIRS.includes(pair)), []);
  assert.deepEqual(KNOWN_PAIRS.filter((pair) => !found.includes(pair)), [], GONE);
});

Deno.test("findCircles() and findPairs() find what is there and nothing else", () => {
  const imports = new Map([
    ["a/x.ts", ["b/y.ts", "c/z.ts"]],
    ["b/y.ts", ["a/w.ts"]],
    ["a/w.ts", ["a/x.ts"]],
    ["c/z.ts", ["c/in/v.ts"]],
    ["c/in/v.ts", ["c/u.ts"]],
    ["c/u.ts", []],
  ]);
  assert.deepEqual(findCircles(imports), [["a/w.ts", "a/x.ts", "b/y.ts"]]);
  assert.deepEqual(findPairs(imports), ["a b"]);
});
