// Tests of the contract file: the shipped one, edits a user makes, and the errors that name a line.

import assert from "node:assert/strict";
import { CONTRACT_METRICS } from "../../domain/contract.ts";
import { UsageError } from "../../domain/errors.ts";
import { DEFAULT_CONTRACT_URL } from "./default_contract_url.ts";
import { parseContract, readContract } from "./read_contract.ts";

const SHIPPED = await Deno.readTextFile(DEFAULT_CONTRACT_URL);

function messageOf(text: string): string {
  try {
    parseContract("my.yaml", text);
  } catch (error) {
    assert(error instanceof UsageError);
    assert(!error.message.includes("\n"), "an error is one line");
    return error.message;
  }
  throw new Error("expected a UsageError");
}

function lineOf(part: string): number {
  return SHIPPED.slice(0, SHIPPED.indexOf(part)).split("\n").length;
}

Deno.test("readContract() reads the shipped contract, with the quarantine limit at 0.2", async () => {
  const contract = await readContract(DEFAULT_CONTRACT_URL);
  assert.equal(contract.id, "playhead-watch-events");
  assert.equal(contract.version, "1.0.0");
  const limit = contract.expectations.find(({ id }) => id === "quarantine.share");
  assert.deepEqual(limit, {
    id: "quarantine.share",
    description: "Share of rows that break a rule",
    metric: "quarantined_share",
    limit: { kind: "mustBeLessOrEqualTo", bound: 0.2 },
    severity: "error",
  });
});

Deno.test("the shipped contract's comment lists every metric there is", () => {
  const comment = SHIPPED.split("\n").filter((line) => line.startsWith("#")).join("\n");
  for (const metric of Object.keys(CONTRACT_METRICS)) {
    assert(new RegExp(`\\b${metric}\\b`).test(comment), metric);
  }
});

Deno.test("readContract() reads a range and takes a rule's severity as error by default", () => {
  const text = SHIPPED.replace(
    "mustBeBetween: [1, 240]\n        severity: warning",
    "mustBeBetween: [0.5, 90]",
  );
  const rule = parseContract("my.yaml", text).expectations.at(-1)!;
  assert.deepEqual(rule.limit, { kind: "mustBeBetween", lower: 0.5, upper: 90 });
  assert.equal(rule.severity, "error");
});

Deno.test("readContract() makes a required optional column an expectation", () => {
  const text = SHIPPED.replace(
    "name: device\n        logicalType: string\n        required: false",
    "name: device\n        logicalType: string\n        required: true",
  );
  const [first] = parseContract("my.yaml", text).expectations;
  assert.equal(first!.id, "device.required");
  assert.equal(first!.metric, "device_null_share");
  assert.deepEqual(first!.limit, { kind: "mustBe", bound: 0 });
});

Deno.test("readContract() names line, key and the nearest metric", () => {
  const message = messageOf(
    SHIPPED.replace("metric: quarantined_share", "metric: quarantine_share"),
  );
  const line = lineOf("metric: quarantined_share");
  assert(message.startsWith(`Cannot read my.yaml line ${line} as metric must be one of `), message);
  assert(message.includes("did you mean quarantined_share?"), message);
  assert(message.endsWith('current value is "quarantine_share"'), message);
});

Deno.test("readContract() names a mistyped limit key, which would otherwise be no limit", () => {
  const message = messageOf(SHIPPED.replace("mustBeLessOrEqualTo: 0.2", "mustBeLessOrEqual: 0.2"));
  assert(message.includes(`line ${lineOf("mustBeLessOrEqualTo: 0.2")} `), message);
  assert(message.includes("did you mean mustBeLessOrEqualTo?"), message);
});

Deno.test("readContract() refuses what cannot be held, each with its line", () => {
  const cases: [from: string, to: string, says: RegExp][] = [
    ["mustBeLessOrEqualTo: 0.2", "mustBeLessOrEqualTo: a fifth", /must be a number: .*"a fifth"/],
    ["mustBeLessOrEqualTo: 0.2", "mustBe: 0\n        mustBeLessThan: 1", /exactly one of mustBe/],
    ["        mustBeLessOrEqualTo: 0.2\n", "", /exactly one of mustBe/],
    ["[1, 240]", "[240, 1]", /two numbers, the smaller first/],
    ["severity: error", "severity: errors", /did you mean error\?/],
    ["name: duplicates.share", "name: quarantine.share", /an id that no other rule has/],
    ["name: duplicates.share", "name: ledger.balances", /an id that no other rule has/],
    ["kind: DataContract", "kind: DataProduct", /must be one of DataContract/],
    ["version: 1.0.0\n", "", /a mapping with the key version/],
    ["name: user_id", "name: userid", /did you mean user_id\?/],
    ["required: true", "required: false", /true for the column user_id/],
    ["required: true", "required: yes please", /must be true or false/],
    ["kind: DataContract", "kind: [", /must be YAML/],
  ];
  for (const [from, to, says] of cases) {
    assert(SHIPPED.includes(from), from);
    const message = messageOf(SHIPPED.replace(from, to));
    assert.match(message, says);
    assert.match(message, /^Cannot read my\.yaml line \d+ as /);
  }
  assert.match(messageOf(""), /the contract must be a mapping: current value is empty/);
});

Deno.test("readContract() takes a rule's id, or its name where it has none", () => {
  const named = parseContract("my.yaml", SHIPPED).expectations.map(({ id }) => id);
  assert(named.includes("duplicates.share"));
  const both = SHIPPED.replaceAll(
    /^( +)- name: ([a-z]+\.[a-z_]+)$/gm,
    "$1- id: $2\n$1  name: A title",
  );
  assert.deepEqual(parseContract("my.yaml", both).expectations.map(({ id }) => id), named);
  const older = SHIPPED.replaceAll(/^( +)- name: ([a-z]+\.[a-z_]+)$/gm, "$1- id: $2");
  assert.deepEqual(parseContract("my.yaml", older).expectations.map(({ id }) => id), named);
});

Deno.test("readContract() turns a missing file into a usage error", async () => {
  await assert.rejects(readContract("no/such/contract.yaml"), UsageError);
});
