// Rows of requests: their key, and the reasons that the pipeline would give.

import assert from "node:assert/strict";
import { DEFAULT_THRESHOLDS } from "../../domain/scoring.ts";
import { createRowReader } from "./read_row.ts";

const NOW = Date.UTC(2026, 0, 2);
const GOOD = {
  ...{ user_id: " ann ", show_name: "Lupin", watch_duration_minutes: "42.5" },
  watch_date: "2026-01-01",
};

function read(text: string | Uint8Array) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const row = createRowReader(DEFAULT_THRESHOLDS)(bytes, NOW);
  return row.kind === "row" ? [row.key, ...row.reasons.map(({ rule }) => rule)] : row.kind;
}

Deno.test("createRowReader() gives the user as key, and the rules that the row breaks", () => {
  assert.deepEqual(read(JSON.stringify(GOOD)), ["ann"]);
  assert.deepEqual(read(JSON.stringify({ ...GOOD, watch_date: "2026-01-03", show_name: "" })), [
    ...["ann", "show_name.missing", "watch_date.in_future"],
  ]);
  assert.deepEqual(read("{}"), [
    ...["", "user_id.missing", "show_name.missing"],
    ...["watch_duration_minutes.not_a_number", "watch_date.invalid"],
  ]);
});

Deno.test("createRowReader() takes a whole number for its digits, and says what else it found", () => {
  const row = (user: string, date = '"2026-01-01"') =>
    `{"user_id":${user},"show_name":1899,"watch_duration_minutes":5,"watch_date":${date}}`;
  assert.deepEqual(read(row("9007199254740993")), ["9007199254740993"]);
  assert.deepEqual(read(row("7", "1767225600")), ["7"]);
  assert.deepEqual(read(row("7", "1767225600000")), ["7"]);
  assert.deepEqual(read(row("7", "0")), ["7", "watch_date.too_early"]);
  for (const odd of ["true", "1.0", "1e3", "{}"]) {
    const found = createRowReader(DEFAULT_THRESHOLDS)(new TextEncoder().encode(row(odd)), NOW);
    const [reason] = found.kind === "row" ? found.reasons : [];
    assert.deepEqual([reason?.rule, reason?.value], ["user_id.missing", odd]);
  }
});

Deno.test("createRowReader() takes any JSON, and knows what is none", () => {
  for (const text of ["5", "null", '"x"', "[]"]) assert.deepEqual(read(text), ["", "row.columns"]);
  for (const text of ["{", "nul", "{'a':1}", ""]) assert.equal(read(text), "not_json");
});

Deno.test("createRowReader() gives no key that the log could not take", () => {
  const [key, rule] = read(JSON.stringify({ ...GOOD, user_id: "x".repeat(70_000) }));
  assert.deepEqual([key, rule], ["", "row.too_long"]);
  const latin1 = Uint8Array.from([...new TextEncoder().encode('{"user_id":"'), 0xe9, 0x22, 0x7d]);
  assert.equal(read(latin1)[1], "row.encoding");
});
