// Tests of the coverage report: reading LCOV, and what is said of it.

import assert from "node:assert/strict";
import { readLcov } from "./read_lcov.ts";
import { renderCoverage } from "./render_coverage.ts";

const LCOV = `SF:/p/domain/view.ts
FN:3,keyOf
FN:9,unused
FNDA:4,keyOf
FNDA:0,unused
DA:3,4
DA:4,4
DA:9,0
end_of_record
SF:/p/main.ts
DA:1,1
end_of_record
`;

Deno.test("readLcov() reads lines and uncalled functions of each file", () => {
  assert.deepEqual(readLcov(LCOV), [
    { path: "/p/domain/view.ts", lines: 3, linesReached: 2, unreachedFunctions: ["unused"] },
    { path: "/p/main.ts", lines: 1, linesReached: 1, unreachedFunctions: [] },
  ]);
  assert.deepEqual(readLcov(""), []);
});

Deno.test("renderCoverage() sums up by folder and lists what no test reaches", () => {
  const files = readLcov(LCOV.replaceAll("/p/", ""));
  assert.equal(
    renderCoverage(files, ["tasks/prove.ts"]),
    `folder  lines  reached
.           1  100.0 %
domain      3   66.6 %
all         4   75.0 %

Functions that no test calls:
  domain/view.ts  unused

Files that no test loads:
  tasks/prove.ts`,
  );
});

Deno.test("renderCoverage() says so when nothing is left out", () => {
  const text = renderCoverage([], []);
  assert.match(text, /no test calls: none\n\nFiles that no test loads: none$/);
});
