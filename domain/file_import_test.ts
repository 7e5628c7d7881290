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
  assert.equal(importName("é".repeat(500) + ".csv")?.length, 124);
});
