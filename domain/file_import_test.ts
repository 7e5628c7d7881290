// Tests of names of files that are handed in.

import assert from "node:assert/strict";
import { importName } from "./file_import.ts";

Deno.test("importName() keeps what the ETL reads and nothing that leads elsewhere", () => {
  assert.equal(importName("ViewingActivity.csv"), "ViewingActivity.csv");
  assert.equal(importName("a/../../b c.NDJSON.gz"), "b c.NDJSON.gz");
  assert.equal(importName("..hidden.json"), "hidden.json");
  assert.equal(importName('x\0"<y>.csv.zst'), "x__" + "_y_.csv.zst");
  assert.equal(importName("catalog.csv"), "views of catalog.csv");
  assert.equal(importName(".csv"), null);
  assert.equal(importName("table.xlsx"), null);
  assert.equal(importName("csv"), null);
  assert.equal(importName("netflix-report.zip"), "netflix-report.zip");
  assert.equal(importName("views.tsv"), "views.tsv");
  assert.equal(importName("evil\u202evsc.exe.csv"), "evil_vsc.exe.csv"); // a text that turns around
});

Deno.test("importName() cuts a long name to whole characters in bytes that leave room for more", () => {
  assert.equal(importName("é".repeat(200) + ".csv"), "é".repeat(60) + ".csv");
  assert.equal(importName("視".repeat(100) + ".csv.gz"), "視".repeat(40) + ".csv.gz");
  assert.equal(importName("a" + "😀".repeat(60) + ".json"), "a" + "😀".repeat(29) + ".json");
});

Deno.test("importName() takes no name that is longer than any file's", () => {
  assert.equal(importName("a".repeat(252) + ".csv"), null);
  assert.equal(importName("a".repeat(251) + ".csv"), "a".repeat(120) + ".csv");
});
