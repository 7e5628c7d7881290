// Law: cells that are written as one CSV row are read back as they were.

import assert from "node:assert/strict";
import fc from "fast-check";
import { splitCsvRows } from "../../pipeline/transform/parse_catalog.ts";
import { splitCsvRow } from "../../pipeline/transform/split_csv_row.ts";

/** Text rich in what CSV treats specially. */
const cellText = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", " ", "a", "é", "\u{1F600}") }),
  fc.string({ unit: "grapheme" }),
);
const cell = fc.record({ text: cellText, quoted: fc.boolean() });

/** RFC 4180, quoting also where there is no need when `quoted` says so. */
function joinCells(cells: readonly { readonly text: string; readonly quoted: boolean }[]): string {
  return cells.map(({ text, quoted }) =>
    quoted || /^"|[,\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  ).join(",");
}

Deno.test("splitCsvRow() reads back the cells of any row", () => {
  fc.assert(fc.property(fc.array(cell, { minLength: 1, maxLength: 12 }), (cells) => {
    assert.deepEqual(splitCsvRow(joinCells(cells)), cells.map(({ text }) => text));
  }));
});

Deno.test("splitCsvRow() refuses any row whose last quote is taken away", () => {
  fc.assert(fc.property(fc.array(cell, { maxLength: 4 }), cellText, (cells, last) => {
    const row = joinCells([...cells, { text: last, quoted: true }]);
    assert.equal(splitCsvRow(row.slice(0, -1)), null);
  }));
});

Deno.test("splitCsvRows() and splitCsvRow() read back the cells of any table", () => {
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 6 });
  fc.assert(fc.property(table, fc.constantFrom("\n", "\r\n"), (rows, lineEnd) => {
    // A first cell that is quoted keeps the row from being blank.
    const filled = rows.map((
      [first, ...rest],
    ) => [{ text: first?.text ?? "", quoted: true }, ...rest]);
    const text = filled.map((cells) => joinCells(cells) + lineEnd).join("");
    assert.deepEqual(
      splitCsvRows(text).map((row) => splitCsvRow(row.text)),
      filled.map((cells) => cells.map((one) => one.text)),
    );
  }));
});
