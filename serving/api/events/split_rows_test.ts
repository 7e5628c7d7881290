// Bodies are cut into the exact bytes of their rows, however they come.

import assert from "node:assert/strict";
import fc from "fast-check";
import { splitRows } from "./split_rows.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function split(text: string, maxRows = 100): readonly string[] | string {
  const found = splitRows(bytes(text), maxRows);
  return found.kind === "bad"
    ? found.reason
    : found.rows.map((row) => new TextDecoder().decode(row));
}

Deno.test("splitRows() takes one value, also over several lines", () => {
  assert.deepEqual(split('{"a":1}'), ['{"a":1}']);
  assert.deepEqual(split(' {\n "a": "}"\n}\n'), ['{\n "a": "}"\n}']);
  assert.deepEqual(split("\ufeff5"), ["5"]);
});

Deno.test("splitRows() takes lines, and leaves blank ones out", () => {
  assert.deepEqual(split('{"a":1}\r\n\n  {"b":"\\n"} \n'), ['{"a":1}', '{"b":"\\n"}']);
  assert.deepEqual(split("1\nnull\n"), ["1", "null"]);
});

Deno.test("splitRows() takes the elements of an array as they are written", () => {
  assert.deepEqual(split('[{"a":[1,"]\\""]} , 1.50,"x"]\n'), ['{"a":[1,"]\\""]}', "1.50", '"x"']);
});

Deno.test("splitRows() says why a body holds no rows", () => {
  assert.equal(split(" \n"), "it is empty");
  assert.equal(split("[]"), "the array is empty");
  assert.equal(split("[1,]"), "element 1 is missing");
  assert.equal(split("[1 2]"), "a comma or ] must follow element 0");
  assert.equal(split("[1] 2"), "something follows the array");
  assert.equal(split('[{"a":1'), "element 0 is not closed");
  assert.equal(split('["a'), "element 0 is not closed");
  assert.equal(split("[1"), "a comma or ] must follow element 0");
  assert.equal(split("1\n2\n3\n", 2), "it has more than 2 rows: send it in parts");
  assert.equal(split("[1,2,3]", 2), "it has more than 2 rows: send it in parts");
});

Deno.test("splitRows() gives the elements of any JSON array", () => {
  fc.assert(fc.property(
    fc.array(fc.jsonValue(), { minLength: 1 }),
    fc.constantFrom(undefined, 1, "\t"),
    (values, indent) => {
      const rows = split(JSON.stringify(values, null, indent), 1_000);
      assert.ok(Array.isArray(rows));
      assert.deepEqual(rows.map((row) => JSON.parse(row)), JSON.parse(JSON.stringify(values)));
    },
  ));
});
