// Tests how a row group's texts are numbered.

import assert from "node:assert/strict";
import { TextNumbering } from "./number_texts.ts";

function number(numbering: TextNumbering, tableCodes: readonly number[], isOptional: boolean) {
  const codes = Uint32Array.from(tableCodes);
  numbering.number(codes, { rows: codes.length, isOptional, texts: 1000 });
  const { count, size } = numbering;
  return {
    codes: [...numbering.codes.subarray(0, count)],
    order: [...numbering.order.subarray(0, size)],
    counts: [...numbering.counts.subarray(0, size)],
  };
}

Deno.test("TextNumbering keeps byte order where codes ascend", () => {
  assert.deepEqual(number(new TextNumbering(), [0, 0, 4, 9, 9, 9], false), {
    codes: [0, 0, 1, 2, 2, 2],
    order: [0, 4, 9],
    counts: [2, 1, 3],
  });
});

Deno.test("TextNumbering gives the most frequent text the least number where they do not", () => {
  assert.deepEqual(number(new TextNumbering(), [7, 900, 3, 900, 3, 900], false), {
    codes: [2, 0, 1, 0, 1, 0],
    order: [900, 3, 7],
    counts: [3, 2, 1],
  });
});

Deno.test("TextNumbering leaves out code 0 in optional columns only", () => {
  const numbering = new TextNumbering();
  assert.deepEqual(number(numbering, [5, 0, 2, 0], true).order, [5, 2]);
  assert.deepEqual(number(numbering, [0, 0, 2, 3], true).order, [2, 3]);
  assert.deepEqual(number(numbering, [0, 0], true), { codes: [], order: [], counts: [] });
  assert.deepEqual(number(numbering, [5, 0, 2, 0], false).order, [0, 5, 2]);
});

Deno.test("TextNumbering starts anew with each column, the larger after the smaller", () => {
  const numbering = new TextNumbering();
  number(numbering, [3, 1], false);
  const codes = Array.from({ length: 500 }, (_, i) => 999 - i);
  assert.deepEqual(number(numbering, codes, false).order, codes);
});
