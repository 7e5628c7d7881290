// Holds contract.yaml to the schema of the Open Data Contract Standard.
//
// odcs-v3.1.0.schema.json is the standard's own JSON Schema, © the Bitol project of the Linux Foundation,
// Apache-2.0 (https://github.com/bitol-io/open-data-contract-standard), formatted and not otherwise changed: taken
// from the Python package open-data-contract-standard 3.1.0, whose code is MIT licensed.

import assert from "node:assert/strict";
import { Ajv2019 } from "ajv/dist/2019.js";
import { parse } from "yaml";
import schema from "./odcs-v3.1.0.schema.json" with { type: "json" };

const CONTRACT = new URL("../../contract.yaml", import.meta.url);
// The schema's formats are those of other parts of a contract, and need another package.
const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
const isValid = ajv.compile(schema);

/** Validates the contract with the text changed before; answers where it breaks the schema, and how. */
function problems(change: (text: string) => string): string[] {
  const isFine = isValid(parse(change(Deno.readTextFileSync(CONTRACT))));
  return isFine
    ? []
    : isValid.errors!.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const standardMetrics = (text: string) => text.replaceAll(/^( +metric:).*/gm, "$1 rowCount");

Deno.test("contract.yaml is a data contract of the standard but for the names of its metrics", () => {
  assert.deepEqual(problems(standardMetrics), []);
  // What follows from a metric of its own, and no more, is what the schema minds.
  const followed = problems((text) => text).filter((problem) => !/quality\/\d+ /.test(problem));
  assert.ok(followed.length > 0 && followed.every((problem) => problem.endsWith("/metric enum")));
});

Deno.test("the schema refuses what is no contract", () => {
  const without = (text: string) =>
    standardMetrics(text).replace("kind: DataContract", "kind: Any");
  assert.deepEqual(problems(without), ["/kind enum"]);
  const wrong = (text: string) => standardMetrics(text).replace("mustBe: 0", "mustBee: 0");
  assert.ok(problems(wrong).length > 0);
});
