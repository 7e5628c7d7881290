// Tests of what counts as a JSON object.

import assert from "node:assert/strict";
import { parseObject } from "./json_row_reader.ts";

Deno.test("parseObject() takes objects and nothing else", () => {
  assert.deepEqual(parseObject(' {"a":1} '), { a: 1 });
  for (const text of ["[]", "null", "1", '"a"', "{", "", "{} {}"]) {
    assert.equal(parseObject(text), null, text);
  }
});
