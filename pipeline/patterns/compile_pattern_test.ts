// Tests of patterns: they find and replace what JavaScript's own do.

import assert from "node:assert/strict";
import fc from "fast-check";
import { compilePattern } from "./compile_pattern.ts";

const anyAtom = fc.constantFrom(
  ...[
    "a",
    "b",
    "é",
    "😀",
    ".",
    "\\s",
    "\\S",
    "\\d",
    "\\w",
    "[ab]",
    "[^a]",
    "[\\s-]",
    "\\.",
    "\\u00e9",
  ],
  ...["\\p{L}", "\\p{Lu}", "[.]", "\\u{1F600}", "(?:ab|b)", "(?:a|é)"],
);
const anyPiece = fc.tuple(
  anyAtom,
  fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,3}", "+?", "*?"),
)
  .map(([atom, times]) => atom + times);
const anyPattern = fc.tuple(
  fc.constantFrom("", "", "^"),
  fc.array(fc.oneof(anyPiece, anyPiece.map((piece) => `(${piece})`)), {
    minLength: 1,
    maxLength: 4,
  }),
  fc.constantFrom("", "", "$", "\\b"),
).map(([start, pieces, end]) => start + pieces.join("") + end);
const anyText = fc.array(
  fc.constantFrom(...[
    "a",
    "b",
    "é",
    "😀",
    " ",
    "\u00a0",
    "\ufeff",
    "\n",
    "\r",
    "\u2028",
    "1",
    ".",
  ]),
  { maxLength: 12 },
).map((parts) => parts.join(""));
const anyTemplate = fc.array(
  fc.constantFrom(...["x", "$", "$1", "$2", "$12", "$0", "$&", "$$", "$`", "$'", "$<a>", "1"]),
  { maxLength: 4 },
).map((parts) => parts.join(""));

Deno.test("compilePattern() finds and replaces what JavaScript's own expressions do", () => {
  fc.assert(
    fc.property(anyPattern, anyText, anyTemplate, (pattern, text, template) => {
      const ours = compilePattern(pattern), native = new RegExp(pattern, "gu");
      assert.equal(ours.replaceAll(text, template, () => {}), text.replaceAll(native, template));
      assert.equal(ours.test(text), new RegExp(pattern, "u").test(text));
    }),
    { numRuns: 500 },
  );
});

Deno.test("compilePattern() replaces by named groups", () => {
  const pattern = "(?<day>\\d+)\\.(?<month>\\d+)", text = "24.12, 6.1";
  for (const template of ["$<month>/$<day>", "$<none>", "$2-$1", "$3"]) {
    assert.equal(
      compilePattern(pattern).replaceAll(text, template, () => {}),
      text.replaceAll(new RegExp(pattern, "gu"), template),
    );
  }
});
