// Tests of telling wrapped and pretty-printed JSON from NDJSON, and from rows that are merely broken.

import assert from "node:assert/strict";
import { wrappedJsonReason } from "./wrapped_json.ts";

const VIEW = { user_id: "a", show_name: "S", watch_duration_minutes: 5, watch_date: "2024-05-01" };
const ROW = JSON.stringify(VIEW);
const reason = (text: string) => wrappedJsonReason(text, true);

Deno.test("wrappedJsonReason() names the list in an object, however deep and however it is written", () => {
  const wrapped: [unknown, string][] = [
    [{ data: [VIEW] }, ".data[]"],
    [{ total: 0, items: [] }, ".items[]"],
    [
      { response: { result: "ok", data: { tags: ["a"], data: [VIEW, VIEW] } } },
      ".response.data.data[]",
    ],
    [{ "my views": [VIEW] }, '.["my views"][]'],
  ];
  for (const [object, path] of wrapped) {
    for (const text of [JSON.stringify(object), `\n${JSON.stringify(object, null, 2)}\n`]) {
      assert.match(reason(text)!, /^it is one JSON object with a list in it, not an array or /);
      assert.ok(reason(text)!.includes(`jq -c '${path}' FILE`), reason(text)!);
    }
  }
  const pages = `${JSON.stringify({ data: [VIEW] })}\n`.repeat(3);
  assert.match(reason(pages)!, /'\.data\[\]'/);
  assert.match(wrappedJsonReason(`{"data":[${ROW},{"user`, false)!, /'\.data\[\]'/);
});

Deno.test("wrappedJsonReason() knows objects that stand on several lines", () => {
  const pretty = JSON.stringify(VIEW, null, 2);
  for (const text of [pretty, `${pretty}\n${pretty}\n`, JSON.stringify({ a: { b: 1 } }, null, 1)]) {
    assert.match(reason(text)!, /^its JSON objects stand on several lines each/);
  }
  assert.match(wrappedJsonReason('{\n  "a": 1,\n  "b"', false)!, /several lines/);
  assert.match(reason("[\n")!, /^it is a JSON array: name the file \.json$/);
});

Deno.test("wrappedJsonReason() knows objects that no line feed parts", () => {
  for (const text of [`${ROW}\r${ROW}\r`, ROW + ROW, `${ROW} ${ROW}\n`, `\n${ROW}\r${ROW}\r\n`]) {
    assert.match(reason(text)!, /^its JSON objects stand on one line, where NDJSON has/, text);
  }
  assert.match(wrappedJsonReason(ROW + ROW, false)!, /on one line/);
  for (const text of [ROW, `${ROW}\r`, `${ROW} x`, `${ROW}${ROW}\n${ROW}\n`]) {
    assert.equal(reason(text), null, text);
  }
});

Deno.test("wrappedJsonReason() leaves rows to the rules, good ones and bad ones", () => {
  const rows = [
    ROW,
    `${ROW}\n${ROW}\n`,
    "{}\n",
    "",
    "null\n",
    "[1,2]\n",
    `{"user_id":"a","tags":[{"x":1}]}\n`,
    `{"user_id":"a",\n${ROW}\n`,
    `{\n${ROW}\n${ROW}`,
    `{"x":[{"y":1}]}\n${ROW}\n`,
    `{"user_id":"a"} x\n${ROW}\n`,
  ];
  for (const text of rows) assert.equal(reason(text), null, text);
});
