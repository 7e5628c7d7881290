// Tests of bad rows on their way from a block to the quarantine.

import assert from "node:assert/strict";
import { reason, RULE_IDS } from "../../../domain/rule.ts";
import { BadRowList, parseQuarantineLine, quarantineLines } from "./bad_rows.ts";

Deno.test("quarantineLines() numbers a block's rows from the line on which the block starts", () => {
  const list = new BadRowList();
  list.add({ offset: 70, raw: "a,b", isBase64: false }, 3, [
    reason("row.columns", null, "2 cells"),
  ]);
  list.add({ offset: 90, raw: 'two\nlines "x"', isBase64: false }, 9, [
    reason("row.quoting", null, null),
  ]);
  const rows = quarantineLines(list.take(), { source: 'in "1".csv', firstLine: 100 })
    .map(parseQuarantineLine);
  assert.deepEqual(rows.map(({ line, offset, source, raw }) => [line, offset, source, raw]), [
    [103, 70, 'in "1".csv', "a,b"],
    [109, 90, 'in "1".csv', 'two\nlines "x"'],
  ]);
  assert.equal("encoding" in rows[0], false);
});

Deno.test("quarantineLines() says when raw is base64", () => {
  const list = new BadRowList();
  list.add({ offset: 0, raw: "/w==", isBase64: true }, 0, [reason("row.encoding", null, null)]);
  const [line] = quarantineLines(list.take(), { source: "-", firstLine: 2 });
  assert.equal(parseQuarantineLine(line).encoding, "base64");
});

Deno.test("quarantineLines() has no line for a block without bad rows", () => {
  assert.deepEqual(quarantineLines(new BadRowList().take(), { source: "-", firstLine: 1 }), []);
});

Deno.test("BadRowList counts a row under its first reason", () => {
  const list = new BadRowList();
  const reasons = [
    reason("show_name.missing", "show_name", ""),
    reason("watch_date.invalid", null, ""),
  ];
  list.add({ offset: 0, raw: "", isBase64: false }, 0, reasons);
  assert.equal(list.length, 1);
  assert.deepEqual(list.take().rules, [RULE_IDS.indexOf("show_name.missing")]);
});
