// Tests of where CSV rows end, also with only a part of the input at hand.

import assert from "node:assert/strict";
import { isBlank, readCsvRow } from "./read_csv_row.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** The rows of a text as JSON, those that break `row.quoting` marked. */
function rowsOf(text: string): string[] {
  const bytes = encode(text);
  const rows: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const row = readCsvRow(bytes, start, bytes.length, true);
    if (row.kind === "incomplete") throw new Error("nothing is incomplete at the end");
    const raw = new TextDecoder().decode(bytes.subarray(start, row.end));
    rows.push(row.wellQuoted ? raw : `broken: ${raw}`);
    start = row.next;
  }
  return rows;
}

Deno.test("readCsvRow() ends rows at LF, CRLF and the input's end", () => {
  assert.deepEqual(rowsOf("a,b\nc,d\r\n\ne"), ["a,b", "c,d", "", "e"]);
});

Deno.test("readCsvRow() takes line ends and doubled quotes inside quotes as data", () => {
  assert.deepEqual(rowsOf('"a\nb","c""d"\r\ne\n'), ['"a\nb","c""d"', "e"]);
});

Deno.test("readCsvRow() takes a CR that no LF follows, and quotes inside a cell, as data", () => {
  assert.deepEqual(rowsOf('a\rb,c"d\n'), ['a\rb,c"d']);
});

Deno.test("readCsvRow() resumes with the next line after a quote that breaks the rule", () => {
  assert.deepEqual(rowsOf('"a"b,c\nd\n"never\nclosed\n'), [
    'broken: "a"b,c',
    "d",
    'broken: "never',
    "closed",
  ]);
});

Deno.test("readCsvRow() asks for more at every cut that leaves a row open", () => {
  const bytes = encode('ab,"c""d",e\r\n');
  for (let length = 0; length < bytes.length; length++) {
    assert.equal(readCsvRow(bytes, 0, length, false).kind, "incomplete", `${length} bytes`);
  }
  const whole = { kind: "row", end: bytes.length - 2, next: bytes.length, wellQuoted: true };
  assert.deepEqual(readCsvRow(bytes, 0, bytes.length, false), whole);
});

Deno.test("isBlank() holds for nothing but spaces and tabs", () => {
  assert.equal(isBlank(encode(" \t "), 0, 3), true);
  assert.equal(isBlank(encode("  x"), 0, 2), true);
  assert.equal(isBlank(encode(" \r"), 0, 2), false);
});
