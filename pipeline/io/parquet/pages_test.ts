// Tests how a column chunk is cut into pages.

import assert from "node:assert/strict";
import { PAGE_ROWS, pagesOf } from "./pages.ts";

Deno.test("pagesOf() cuts rows into pages of one size, the last as it comes out", () => {
  const rows = 2 * PAGE_ROWS + 3;
  const pages = [...pagesOf({ rows, count: rows, isPresent: null })];
  assert.deepEqual(pages.map(({ from, to }) => to - from), [PAGE_ROWS, PAGE_ROWS, 3]);
  assert.deepEqual(pages.at(-1), {
    from: 2 * PAGE_ROWS,
    to: rows,
    firstValue: 2 * PAGE_ROWS,
    endValue: rows,
  });
});

Deno.test("pagesOf() tells which values of a column with nulls each page has", () => {
  const rows = PAGE_ROWS + 10;
  const isPresent = (row: number) => row % 5 === 0;
  const pages = [...pagesOf({ rows, count: Math.ceil(rows / 5), isPresent })];
  const first = Math.ceil(PAGE_ROWS / 5);
  assert.deepEqual(pages.map(({ firstValue, endValue }) => [firstValue, endValue]), [
    [0, first],
    [first, Math.ceil(rows / 5)],
  ]);
  const none = [...pagesOf({ rows, count: 0, isPresent: () => false })];
  assert.deepEqual(none.map(({ firstValue, endValue }) => [firstValue, endValue]), [[0, 0], [
    0,
    0,
  ]]);
});
