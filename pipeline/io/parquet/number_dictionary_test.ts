// Tests that the hash table numbers doubles as a Map would.

import assert from "node:assert/strict";
import { NumberDictionary } from "./number_dictionary.ts";

function encode(values: readonly number[], maxSize: number, isNullable = true) {
  const dictionary = new NumberDictionary(), codes = new Uint32Array(values.length);
  const task = { codes, maxSize, isNullable };
  const count = dictionary.encode(Float64Array.from(values), values.length, task);
  const { size } = dictionary;
  return {
    count,
    codes: [...codes.subarray(0, Math.max(0, count))],
    values: [...dictionary.values.subarray(0, size)],
    counts: [...dictionary.counts.subarray(0, size)],
  };
}

Deno.test("NumberDictionary numbers values in the order in which they come and leaves out NaN", () => {
  assert.deepEqual(encode([2.5, NaN, 1, 2.5, -Infinity, NaN, 1, 2.5], 8), {
    count: 6,
    codes: [0, 1, 0, 2, 1, 0],
    values: [2.5, 1, -Infinity],
    counts: [3, 2, 1],
  });
});

Deno.test("NumberDictionary gives up when there are more distinct values than it may hold", () => {
  assert.equal(encode([1, 2, 3, 1], 2).count, -1);
  assert.equal(encode([1, 2, 3, 1], 3).count, 4);
  assert.equal(encode([NaN, NaN], 0).count, 0);
});

Deno.test("NumberDictionary takes every NaN for a value where there are no nulls", () => {
  assert.deepEqual(encode([NaN, 1, NaN], 3, false).values, [NaN, 1, NaN]);
});

Deno.test("NumberDictionary grows over 65,535 values and is empty again for the next column", () => {
  const dictionary = new NumberDictionary();
  const many = Float64Array.from({ length: 210_000 }, (_, i) => (i % 70_000) / 47.3);
  const codes = new Uint32Array(many.length);
  const task = { codes, maxSize: 1e6, isNullable: true };
  assert.equal(dictionary.encode(many, many.length, task), many.length);
  assert.equal(dictionary.size, 70_000);
  assert.ok(many.every((value, i) => dictionary.values[codes[i]] === value));
  assert.ok(dictionary.counts.subarray(0, 70_000).every((count) => count === 3));
  assert.equal(dictionary.encode(Float64Array.of(7, 7), 2, task), 2);
  assert.deepEqual([dictionary.size, dictionary.values[0], dictionary.counts[0]], [1, 7, 2]);
});

Deno.test("NumberDictionary numbers coded values as it does the values themselves", () => {
  const coded = {
    codes: Uint32Array.of(3, 0, 1, 2, 3, 4, 0, 9),
    values: Float64Array.of(1, NaN, 2.5, 1, -4, 8),
    counts: Uint32Array.of(2, 1, 1, 2, 1, 7),
    size: 5,
  };
  for (const isNullable of [true, false]) {
    const dictionary = new NumberDictionary(), codes = new Uint32Array(7);
    const count = dictionary.encodeCoded(coded, 7, { codes, maxSize: 5, isNullable });
    const read = (i: number) => dictionary.values[codes[i]];
    assert.deepEqual(
      Array.from({ length: count }, (_, i) => read(i)),
      [1, 1, NaN, 2.5, 1, -4, 1].filter((value) => !isNullable || !Number.isNaN(value)),
    );
    assert.equal(dictionary.size, isNullable ? 3 : 4);
    const ofOne = dictionary.values.indexOf(1);
    assert.equal(dictionary.counts[ofOne], 4);
  }
  const task = { codes: new Uint32Array(7), maxSize: 2, isNullable: true };
  assert.equal(new NumberDictionary().encodeCoded(coded, 7, task), -1);
});
