// Holds the oracle's CSV reader to rows cut by hand.

import assert from "node:assert/strict";
import { MAX_ROW_BYTES } from "../../domain/rule.ts";
import { lossyText } from "./byte_text.ts";
import { readCsvRows } from "./read_csv_rows.ts";

/** Rows as `[line, offset, raw, cells or broken rules]`. */
function read(text: string | Uint8Array) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return readCsvRows(bytes).rows.map(({ line, offset, raw, rowReasons, content }) => [
    line,
    offset,
    lossyText(raw),
    rowReasons.length > 0 ? rowReasons.map(({ rule }) => rule) : content,
  ]);
}

Deno.test("readCsvRows() reads quotes, doubled quotes, commas and line breaks inside quotes", () => {
  assert.deepEqual(read('a,b\n"x ""y"", z","1\r\n2"\nc"d,""\n'), [
    [2, 4, '"x ""y"", z","1\r\n2"', ['x "y", z', "1\r\n2"]],
    [4, 24, 'c"d,""', ['c"d', ""]],
  ]);
});

Deno.test("readCsvRows() counts lines and offsets behind a BOM, CRLF and blank lines", () => {
  assert.deepEqual(read("\uFEFFa,b\r\n\r\n \t\n1,2\r\n3,\r4"), [
    [4, 13, "1,2", ["1", "2"]],
    [5, 18, "3,\r4", ["3", "\r4"]],
  ]);
});

Deno.test("readCsvRows() keeps a CR that no line feed follows", () => {
  assert.deepEqual(read("a,b\n1,2\r\r\n3,4\r"), [
    [2, 4, "1,2\r", ["1", "2\r"]],
    [3, 10, "3,4\r", ["3", "4\r"]],
  ]);
});

Deno.test("readCsvRows() reads on with the next line after broken quoting", () => {
  assert.deepEqual(read('a,b\n"1"x,2\n"3\n4,5\n6,"7\r\n8,9'), [
    [2, 4, '"1"x,2', ["row.quoting"]],
    [3, 11, '"3', ["row.quoting"]],
    [4, 14, "4,5", ["4", "5"]],
    [5, 18, '6,"7', ["row.quoting"]],
    [6, 24, "8,9", ["8", "9"]],
  ]);
});

Deno.test("readCsvRows() lets a row with broken quoting swallow nothing that closes a later quote", () => {
  assert.deepEqual(read('a,b\n"x,1\ny,2\nz",3\n"x,1\ny,"2\n'), [
    [2, 4, '"x,1\ny,2\nz",3', ["x,1\ny,2\nz", "3"]],
    [5, 18, '"x,1', ["row.quoting"]],
    [6, 23, 'y,"2', ["row.quoting"]],
  ]);
});

Deno.test("readCsvRows() finds ragged rows, bytes that are not UTF-8, and both at once", () => {
  assert.deepEqual(read("a,b\n1\n1,2,3\n,\n"), [
    [2, 4, "1", ["row.columns"]],
    [3, 6, "1,2,3", ["row.columns"]],
    [4, 12, ",", ["", ""]],
  ]);
  const bytes = Uint8Array.of(0x61, 0x0a, 0xff, 0x0a, 0xff, 0x2c, 0x0a);
  assert.deepEqual(read(bytes).map((row) => row[3]), [
    ["row.encoding"],
    ["row.columns", "row.encoding"],
  ]);
});

Deno.test("readCsvRows() takes a quote that is closed by the row's byte 1,048,576, not later", () => {
  const closedInTime = `"${"x".repeat(MAX_ROW_BYTES - 3)}\n"`;
  assert.deepEqual(read(`a\n${closedInTime}\ny`).map((row) => row[0]), [2, 4]);
  const closedTooLate = `"${"x".repeat(MAX_ROW_BYTES - 3)}\n "`;
  assert.deepEqual(read(`a\n${closedTooLate}\ny`).map((row) => [row[0], row[3]]), [
    [2, ["row.quoting"]],
    [3, [' "']],
    [4, ["y"]],
  ]);
});

Deno.test("readCsvRows() takes a row of 1,048,576 bytes, but no longer one", () => {
  assert.deepEqual(read(`a\n${"x".repeat(MAX_ROW_BYTES)}\r\n`).map((row) => row[3]), [
    ["x".repeat(MAX_ROW_BYTES)],
  ]);
  assert.deepEqual(read(`a\n${"x".repeat(MAX_ROW_BYTES + 1)}`).map((row) => row[3]), [[
    "row.too_long",
  ]]);
});
