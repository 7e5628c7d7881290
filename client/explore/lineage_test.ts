// What a file tells of its origin, also when that is damaged or of other writers.

import assert from "node:assert/strict";
import { readLineage } from "./lineage.ts";

Deno.test("readLineage() reads run, inputs and parameters, and lays others out", () => {
  const lineage = readLineage({
    keyValues: [
      { key: "playhead.run_id", value: "r-1" },
      { key: "playhead.inputs", value: '[{"path":"a.csv","sha256":"ab"},{"path":"b.csv"},7]' },
      { key: "playhead.parameters", value: '{"qualified_minutes":2,"catalog_sha256":"cd"}' },
      { key: "playhead.catalog_sha256", value: "cd" },
      { key: "pandas", value: '{"columns":[1]}' },
      { key: "note", value: "by hand" },
    ],
  });
  assert.deepEqual(lineage, {
    runId: "r-1",
    inputs: [{ path: "a.csv", sha256: "ab" }, { path: "b.csv", sha256: null }],
    parameters: [["qualified_minutes", "2"], ["catalog_sha256", "cd"]],
    others: [
      { key: "pandas", text: '{\n  "columns": [\n    1\n  ]\n}' },
      { key: "note", text: "by hand" },
    ],
  });
});

Deno.test("readLineage() takes what is damaged for absent", () => {
  const damaged = ["{", "null", '"x"', ""].map((value) =>
    readLineage({
      keyValues: [{ key: "playhead.inputs", value }, { key: "playhead.parameters", value }],
    })
  );
  for (const lineage of damaged) {
    assert.deepEqual(lineage, { runId: null, inputs: [], parameters: [], others: [] });
  }
});
