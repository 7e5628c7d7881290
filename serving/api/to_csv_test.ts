// CSV of the API opens in a spreadsheet without running what others wrote.

import assert from "node:assert/strict";
import { toCsv } from "./endpoint.ts";

Deno.test("toCsv() guards texts that begin a formula, also in the header, and never numbers", () => {
  const rows = [{ "=name": "=1+1", minutes: -5, note: "" }, {
    "=name": "a",
    minutes: 1,
    note: null,
  }];
  assert.equal(toCsv(rows), `'=name,minutes,note\r\n'=1+1,-5,""\r\na,1,\r\n`);
  assert.equal(toCsv(rows, "keep"), `=name,minutes,note\r\n=1+1,-5,""\r\na,1,\r\n`);
});
