// Tests of changing a limit: one number moves, every other character stays.

import assert from "node:assert/strict";
import { editContract } from "./edit_contract.ts";
import { DEFAULT_CONTRACT_URL } from "./default_contract_url.ts";
import { parseContract } from "./read_contract.ts";

const TEXT = await Deno.readTextFile(DEFAULT_CONTRACT_URL);

Deno.test("editContract() changes one number and leaves comments as they are", () => {
  const changed = editContract("contract.yaml", TEXT, { id: "quarantine.share", bounds: [0.05] });
  const before = TEXT.split("\n"), after = changed.split("\n");
  assert.equal(after.length, before.length);
  const lines = before.flatMap((line, index) =>
    line === after[index] ? [] : [after[index]!.trim()]
  );
  assert.deepEqual(lines, ["mustBeLessOrEqualTo: 0.05"]);
});

Deno.test("editContract() changes both ends of a range, on one line or on many", () => {
  const change = { id: "duration.mean", bounds: [2, 180] };
  const many = TEXT.replace("[1, 240]", "\n          - 1\n          - 240");
  for (const text of [TEXT, many]) {
    const changed = parseContract("c.yaml", editContract("c.yaml", text, change));
    const rule = changed.expectations.find(({ id }) => id === "duration.mean");
    assert.deepEqual(rule?.limit, { kind: "mustBeBetween", lower: 2, upper: 180 });
  }
});

Deno.test("editContract() finds a rule by its id as by its name", () => {
  const older = TEXT.replace("- name: quarantine.share", "- id: quarantine.share");
  const changed = editContract("c.yaml", older, { id: "quarantine.share", bounds: [0.05] });
  assert.equal(
    changed,
    older.replace("mustBeLessOrEqualTo: 0.2", "mustBeLessOrEqualTo: 0.05"),
  );
});

Deno.test("editContract() refuses rules that are not there and numbers that do not fit", () => {
  const edit = (id: string, bounds: number[]) => () => editContract("c.yaml", TEXT, { id, bounds });
  assert.throws(edit("no.such", [1]), /must be in c\.yaml: current value is "no\.such"/);
  assert.throws(edit("ledger.balances", [1]), /UsageError/);
  assert.throws(edit("duration.mean", [240, 1]), /the smaller first/);
  assert.throws(edit("quarantine.share", [0, 1]), /takes 1 finite numbers/);
  assert.throws(edit("quarantine.share", [NaN]), /takes 1 finite/);
});
