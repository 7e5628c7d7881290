// Tests of the mark on a quarantined row: the right cell, or none.

import assert from "node:assert/strict";
import { type QuarantinedRow, reason, type RuleId } from "./rule.ts";
import { markOffending } from "./mark_offending.ts";

function rowOf(raw: string, rule: RuleId, field: string | null, value: string | null) {
  return { source: "a", line: 1, offset: 0, reasons: [reason(rule, field, value)], raw };
}

function marked(row: QuarantinedRow): string[] {
  return markOffending(row).pieces.filter(({ offending }) => offending).map(({ text }) => text);
}

Deno.test("markOffending() marks a whole cell, not the same text inside another", () => {
  const row = rowOf("user3,Show 300,3,x", "watch_date.invalid", "watch_date", "x");
  assert.deepEqual(marked(row), ["x"]);
  const pieces = markOffending(row).pieces.map(({ text }) => text).join("");
  assert.equal(pieces, row.raw);
});

Deno.test("markOffending() marks nothing when it cannot tell which cell it is", () => {
  const rule = "watch_duration_minutes.out_of_range";
  assert.deepEqual(marked(rowOf("0,Show,0,2024-01-01", rule, "watch_duration_minutes", "0")), []);
  assert.deepEqual(marked(rowOf("u,,3,x", "show_name.missing", "show_name", "")), []);
  assert.deepEqual(marked(rowOf("u,v", "row.columns", null, null)), []);
});

Deno.test("markOffending() finds a JSON value after its key", () => {
  const raw = '{"user_id":"NaN","watch_duration_minutes":"NaN"}';
  const row = rowOf(raw, "watch_duration_minutes.not_a_number", "watch_duration_minutes", "NaN");
  const [before, mark] = markOffending(row).pieces;
  assert.equal(before!.text, '{"user_id":"NaN","watch_duration_minutes":"');
  assert.equal(mark!.text, "NaN");
});

Deno.test("markOffending() shows bytes that are not UTF-8 and keeps those that are", () => {
  const bytes = new Uint8Array([0x63, 0xc3, 0xa9, 0xff, 0xe2, 0x82, 0x2c]);
  const raw = btoa(String.fromCharCode(...bytes));
  const row = { ...rowOf(raw, "row.encoding", null, null), encoding: "base64" as const };
  const text = markOffending(row).pieces.map(({ text }) => text);
  assert.deepEqual(text, ["cé", "\\xFF\\xE2\\x82", ","]);
  assert.deepEqual(marked(row), ["\\xFF\\xE2\\x82"]);
});

Deno.test("markOffending() cuts a long row around the mark", () => {
  const raw = `u,${"a".repeat(5_000)},bad,${"b".repeat(5_000)}`;
  const row = rowOf(raw, "watch_date.invalid", "watch_date", "bad");
  const { pieces, cut } = markOffending(row);
  assert.equal(cut, true);
  assert.deepEqual(marked(row), ["bad"]);
  assert.equal(pieces.reduce((sum, { text }) => sum + text.length, 0), 480);
});

Deno.test("markOffending() finds a long value that its reason has shortened", () => {
  const value = "z".repeat(300);
  const row = rowOf(`u,${value},3`, "row.too_long", "show_name", value);
  assert.deepEqual(marked(row), ["z".repeat(199)]);
});
