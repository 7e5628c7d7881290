// Tests of telling inputs by their names.

import assert from "node:assert/strict";
import { inputEnding, isInputName, unknownNameReason } from "./input_name.ts";

Deno.test("inputEnding() is that of a format, packed or not, or of an archive", () => {
  const endings = {
    "a/b.csv": ".csv",
    "B.TSV.GZ": ".TSV.GZ",
    "x.y.jsonl.zstd": ".jsonl.zstd",
    "export.csv.zip": ".zip",
    "a.gz": null,
    "zip": null,
    "a.csv.bz2": null,
    "a.zip.gz": null,
  };
  for (const [name, ending] of Object.entries(endings)) {
    assert.equal(inputEnding(name), ending, name);
    assert.equal(isInputName(name), ending !== null, name);
  }
});

Deno.test("unknownNameReason() says what to do about a packing", () => {
  assert.match(unknownNameReason("a.csv.bz2"), /^it is packed as \.bz2: unpack it, or /);
  assert.match(unknownNameReason("notes.md"), /^its name does not end in \.csv, .* or \.zip$/);
});
