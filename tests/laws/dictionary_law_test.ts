// Law: the dictionary in the kernel's memory and the one in JavaScript give the same codes and texts, and
// sorting, reordering and merging them keeps every text at its code.

import assert from "node:assert/strict";
import fc from "fast-check";
import { CsvKernel } from "../../pipeline/transform/scan/csv_kernel.ts";
import { findText, mergeTexts } from "../../pipeline/transform/scan/merge_texts.ts";
import { reorderTexts } from "../../pipeline/transform/scan/sorted_texts.ts";
import { sortTexts } from "../../pipeline/transform/scan/sort_texts.ts";
import { sortByScript } from "../../pipeline/transform/scan/sorted_texts.ts";
import { type TextDictionary, TextInterner } from "../../pipeline/transform/scan/text_interner.ts";
import type { TextTable } from "../../pipeline/transform/scan/sort_texts.ts";
import { COLUMN_LIMITS, TEXT_COLUMNS } from "../../pipeline/transform/scan/view_columns.ts";
import { compareUtf8 } from "../oracle/compare_utf8.ts";

const LAW = { numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 100) };
const BORDERS = [
  1,
  7,
  8,
  9,
  14,
  15,
  16,
  17,
  31,
  32,
  33,
  254,
  255,
  256,
  257,
  1_023,
  1_024,
  1_025,
  16_385,
];

/** Texts as columns hold them, trimmed; of few letters, so that many begin or end alike. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom("a", "b", "\0", '"', "é", "\uFB01", "\u{1F600}"),
    maxLength: 24,
  }),
  fc.tuple(fc.constantFrom(...BORDERS), fc.constantFrom("", "b", "\0"), fc.constantFrom("", "c"))
    .map(([length, first, last]) => first + "a".repeat(length - 1) + last),
  fc.integer({ min: 0, max: 3_000 }).map((n) => `user-${n}`),
);
const texts = fc.array(text, { maxLength: 400, size: "max" });

Deno.test("CsvKernel's dictionaries give the codes and texts of TextInterner's", () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(...TEXT_COLUMNS.keys()), (texts, column) => {
      const kernel = new CsvKernel().dictionaries[column];
      const script = new TextInterner(COLUMN_LIMITS[column]);
      for (const text of [...texts, ...texts]) {
        assert.equal(kernel.internText(text), script.internText(text));
      }
      assert.equal(kernel.size, script.size);
      assert.deepEqual(kernel.table(), script.table());
    }),
    LAW,
  );
});

Deno.test("CsvKernel's dictionaries tell many texts apart, also those with one hash", () => {
  const kernel = new CsvKernel().dictionaries[1];
  // Of so many some have the same 32 bits of hash, and all begin with the same 16 bytes.
  const count = 250_000;
  for (let n = 1; n <= count; n++) {
    assert.equal(kernel.internText(`all begin alike: ${n}`), n);
  }
  assert.equal(kernel.size, count + 1);
});

Deno.test("sortTexts() puts texts in the order of their bytes", () => {
  fc.assert(
    fc.property(texts, (texts) => {
      const table = tableOf(texts);
      const sorted = reorderTexts(table, sortTexts(table));
      assert.deepEqual(textsOf(sorted), textsOf(table).sort(compareUtf8));
    }),
    LAW,
  );
});

Deno.test("CsvKernel's dictionaries sort as sortByScript() does", () => {
  const many = Array.from({ length: 3_000 }, (_, n) => `user-${(n * 7_919) % 3_000}`);
  const nuls = Array.from({ length: 100 }, (_, n) => "a" + "\0".repeat(n));
  fc.assert(
    fc.property(texts, fc.boolean(), fc.boolean(), (texts, hasMany, hasNuls) => {
      const dictionary = new CsvKernel().dictionaries[1];
      const all = [...texts, ...hasMany ? many : [], ...hasNuls ? nuls : []];
      for (const text of all) dictionary.internText(text);
      const expected = sortByScript(dictionary.table());
      assert.deepEqual(dictionary.sorted(), expected);
    }),
    LAW,
  );
});

Deno.test("CsvKernel's dictionaries sort many texts that are alike for long", () => {
  const dictionary = new CsvKernel().dictionaries[2];
  for (let n = 0; n < 20_000; n++) {
    dictionary.internText(
      "x".repeat(40 * (n % 3)) + `${(n * 7_919) % 20_000}` + "y".repeat(n % 20),
    );
  }
  assert.deepEqual(dictionary.sorted(), sortByScript(dictionary.table()));
});

Deno.test("mergeTexts() gives each text of each table one code, in byte order", () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), (lists) => {
      const tables = lists.map((list) => sorted(tableOf(list)));
      const { table, codes } = mergeTexts(tables);
      const merged = textsOf(table);
      assert.deepEqual(merged, [...new Set(["", ...lists.flat()])].sort(compareUtf8));
      tables.forEach((one, index) => {
        assert.deepEqual(textsOf(one), Array.from(codes[index], (code) => merged[code]));
      });
      merged.forEach((text, code) => assert.equal(findText(table, text), code));
      assert.equal(findText(table, "a text that is not there"), -1);
    }),
    { ...LAW, numRuns: Math.ceil(LAW.numRuns / 2) },
  );
});

function tableOf(texts: readonly string[]): TextTable {
  const dictionary: TextDictionary = new TextInterner();
  for (const text of texts) dictionary.internText(text);
  return dictionary.table();
}

function sorted(table: TextTable): TextTable {
  return reorderTexts(table, sortTexts(table));
}

function textsOf({ bytes, offsets }: TextTable): string[] {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return Array.from(
    { length: offsets.length - 1 },
    (_, code) => decoder.decode(bytes.subarray(offsets[code], offsets[code + 1])),
  );
}
