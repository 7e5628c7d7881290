// A filter finds texts anywhere and values of fields.

import assert from "node:assert/strict";
import { fitsFilter } from "./message_filter.ts";

const MESSAGE = {
  ...{ partition: 0, offset: 7, key: "u1", ingested_at: "2026-01-01T00:00:00.000Z" },
  ...{ headers: { source: "http" }, value: '{"show_name":"Dark","episode":null}', encoding: null },
};

Deno.test("fitsFilter() finds texts in value, key and headers, and fields by their value", () => {
  for (const filter of ["", " ", "dark", "U1", "http", "show_name=dark", "show_name = Dark"]) {
    assert.ok(fitsFilter(MESSAGE, filter), filter);
  }
  for (const filter of ["show_name=Dar", "episode=null", "nothing", "show_name=1899"]) {
    assert.ok(!fitsFilter(MESSAGE, filter), filter);
  }
  assert.ok(!fitsFilter({ ...MESSAGE, value: "not json" }, "show_name=Dark"));
});
