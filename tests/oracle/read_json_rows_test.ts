// Holds the oracle's NDJSON and JSON array readers to rows cut by hand.

import assert from "node:assert/strict";
import { lossyText } from "./byte_text.ts";
import { readJsonArrayRows, UnclosedArrayError } from "./read_json_array_rows.ts";
import { readNdjsonRows } from "./read_ndjson_rows.ts";
import type { SourceRow } from "./source_row.ts";

/** Rows as `[line, offset, raw, object or broken rules]`. */
function shown(rows: readonly SourceRow<unknown>[]) {
  return rows.map(({ line, offset, raw, rowReasons, content }) => [
    line,
    offset,
    lossyText(raw),
    rowReasons.length > 0 ? rowReasons.map(({ rule }) => rule) : plain(content),
  ]);
}

/** With its numbers as JavaScript has them. */
function plain(content: unknown): unknown {
  return JSON.parse(JSON.stringify(content));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

Deno.test("readNdjsonRows() takes each line that is not blank as a row", () => {
  assert.deepEqual(shown(readNdjsonRows(bytesOf('\uFEFF{"a":1}\r\n \n[]\n{"b":"}"}\nnull\n{'))), [
    [1, 3, '{"a":1}', { a: 1 }],
    [3, 14, "[]", ["row.columns"]],
    [4, 17, '{"b":"}"}', { b: "}" }],
    [5, 27, "null", ["row.columns"]],
    [6, 32, "{", ["row.columns"]],
  ]);
});

Deno.test("readNdjsonRows() still reads the object of a line that is not UTF-8", () => {
  const rows = readNdjsonRows(Uint8Array.of(...bytesOf('{"a":"'), 0xff, ...bytesOf('"}')));
  assert.deepEqual(rows.map((row) => [row.rowReasons[0]?.rule, row.content]), [
    ["row.encoding", { a: "\uFFFD" }],
  ]);
});

Deno.test("readJsonArrayRows() takes each element's exact text as a row", () => {
  const text = ' [ {"a":[1,{"b":"]},"}]} ,\n  12 , "x,]\\"" ,\r\n[{}]\n,{"c":2}]\n';
  assert.deepEqual(shown(readJsonArrayRows(bytesOf(text))), [
    [1, 3, '{"a":[1,{"b":"]},"}]}', { a: [1, { b: "]}," }] }],
    [2, 29, "12", ["row.columns"]],
    [2, 34, '"x,]\\""', ["row.columns"]],
    [3, 45, "[{}]", ["row.columns"]],
    [4, 51, '{"c":2}', { c: 2 }],
  ]);
});

Deno.test("readJsonArrayRows() reads on with the next line after an element without an end", () => {
  const text = '[\n{"a":1},\n{"a":"2},\r\n{"a":3}\n]';
  assert.deepEqual(shown(readJsonArrayRows(bytesOf(text))), [
    [2, 2, '{"a":1}', { a: 1 }],
    [3, 11, '{"a":"2},', ["row.columns"]],
    [4, 22, '{"a":3}', { a: 3 }],
  ]);
});

Deno.test("readJsonArrayRows() looks no further than 1 MiB for an element's end", () => {
  const text = `[{"a":1,\n"b":"${"x".repeat(1_048_576)}"},\n{"a":2}]`;
  const rows = readJsonArrayRows(bytesOf(text));
  assert.deepEqual(rows.map((row) => [row.line, row.content]).at(0), [1, null]);
  assert.deepEqual(rows.map((row) => [row.line, plain(row.content)]).at(-1), [3, { a: 2 }]);
});

Deno.test("readJsonArrayRows() refuses an array without its end", () => {
  for (const text of ["[", '[{"a":1}', '[{"a":[1]},\n', '[{"a":[1]', '[{"a":1},{"a"']) {
    assert.throws(() => readJsonArrayRows(bytesOf(text)), UnclosedArrayError, text);
  }
  assert.equal(readJsonArrayRows(bytesOf('[{"a":1}]]\n')).length, 1);
});
