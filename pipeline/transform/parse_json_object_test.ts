// Tests of parsing rows of JSON without losing what numbers are written as.

import assert from "node:assert/strict";
import { fieldsFromJson } from "./fields_from_json.ts";
import { parseObject, wholeDigits } from "./parse_json_object.ts";

Deno.test("parseObject() takes objects and nothing else", () => {
  assert.deepEqual(parseObject(' {"a":1} '), { a: 1 });
  for (const text of ["", "[]", "null", "1", '"x"', "{", '{"a":1}x']) {
    assert.equal(parseObject(text), null, text);
  }
});

Deno.test("wholeDigits() gives the digits of a whole number as they are written, and no other's", () => {
  const digits = (text: string) => wholeDigits(parseObject(text)?.user_id);
  for (
    const number of ["7", "0", "-0", "-12", "9007199254740993", "123456789012345678901234567890"]
  ) {
    assert.equal(digits(`{"user_id":${number}}`), number);
    assert.equal(digits(`{ "user_id" : ${number} , "a":1}`), number);
  }
  for (const value of ["1.0", "1e3", "1E+2", "1.5", "true", "null", '"7"', "[7]", "{}", "1e999"]) {
    assert.equal(digits(`{"user_id":${value}}`), null, value);
  }
});

Deno.test("wholeDigits() gives those of the last key of a name, at the top of the object", () => {
  const digits = (text: string) => wholeDigits(parseObject(text)?.user_id);
  assert.equal(digits('{"user_id":1,"user_id":2.0}'), null);
  assert.equal(digits('{"user_id":2.0,"user_id":1}'), "1");
  assert.equal(digits('{"user_id":1,"user\\u005fid":2.0}'), null);
  assert.equal(digits('{"a":{"user_id":1},"user\\u005fid":9007199254740993}'), "9007199254740993");
  assert.equal(digits('{"a":{"user_id":1}}'), null);
  assert.equal(digits('{"a":{"user_id":1},"user_id":2.0}'), null);
});

Deno.test("fieldsFromJson() tells a duration beyond doubles as it is written", () => {
  for (const minutes of ["1e400", "-1E999", "1" + "0".repeat(400)]) {
    const text = `{"user_id":"u","watch_duration_minutes":${minutes},"more":[1e999]}`;
    const { watchMinutes, watchMinutesText } = fieldsFromJson(parseObject(text)!);
    assert.deepEqual([watchMinutes, watchMinutesText], [NaN, minutes]);
  }
});

Deno.test("parseObject() gives numbers that JSON.stringify() writes as they were", () => {
  const text = '{"user_id":9007199254740993,"watch_date":1714594500.0,"n":1}';
  assert.equal(JSON.stringify(parseObject(text)), text);
});
