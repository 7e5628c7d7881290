// Tests of reading file name patterns.

import assert from "node:assert/strict";
import { expandBraces, isGlobPattern, segmentPattern } from "./glob_pattern.ts";

function assertMatches(segment: string, yes: readonly string[], no: readonly string[]): void {
  const pattern = segmentPattern(segment);
  for (const name of yes) assert.ok(pattern.test(name), `${segment} must match ${name}`);
  for (const name of no) assert.ok(!pattern.test(name), `${segment} must not match ${name}`);
}

Deno.test("isGlobPattern() tells a pattern from a name", () => {
  for (const pattern of ["*.csv", "a?", "[ab]", "{a,b}", "**"]) assert.ok(isGlobPattern(pattern));
  for (const name of ["a.csv", "data/raw", "-", "a-b_c (1).csv"]) assert.ok(!isGlobPattern(name));
});

Deno.test("expandBraces() lists every choice, also of nested braces, once", () => {
  assert.deepEqual(expandBraces("{a,b}/{1,2}.csv"), ["a/1.csv", "a/2.csv", "b/1.csv", "b/2.csv"]);
  assert.deepEqual(expandBraces("x{a,b{c,d},}"), ["xa", "xbc", "x", "xbd"]);
  assert.deepEqual(expandBraces("{a,a}"), ["a"]);
  assert.deepEqual(expandBraces("{a}{"), ["{a}{"]);
});

Deno.test("segmentPattern() matches as shells do", () => {
  assertMatches("*.csv", ["a.csv", "a.b.csv"], [".a.csv", "acsv", "a.csv.gz", "a/b.csv"]);
  assertMatches("a?c", ["abc", "aéc", "a\u{1F600}c"], ["ac", "abbc"]);
  assertMatches("[a-c]x", ["ax", "cx"], ["dx", "-x"]);
  assertMatches("[!a-c]x", ["dx"], ["ax"]);
  assertMatches("[^a]x", ["dx"], ["ax"]);
  assertMatches("[]^-]x", ["]x", "^x", "-x"], ["ax"]);
  assertMatches(".*", [".hidden"], ["shown"]);
});

Deno.test("segmentPattern() takes all else as it stands", () => {
  assertMatches("a.b+(c)|$", ["a.b+(c)|$"], ["axb+(c)|$", "abb"]);
  assertMatches("[]", ["[]"], [""]);
  assertMatches("[!]", ["[!]"], ["a"]);
  assertMatches("a[b", ["a[b"], ["ab"]);
  assertMatches("[z-a]", [], ["z", "a", "-"]);
});
