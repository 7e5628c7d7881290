// Laws of file name patterns: any text is a pattern, and a name without pattern signs matches itself.

import assert from "node:assert/strict";
import fc from "fast-check";
import { isGlobPattern, segmentPattern } from "../../lake/disk/glob_pattern.ts";

const signs = fc.constantFrom(..."*?[]!^-{}.,\\/|()+$az0é~&");

Deno.test("segmentPattern() takes any text for a pattern", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: signs }), fc.string()), (segment) => {
    segmentPattern(segment).test("name");
  }));
});

Deno.test("segmentPattern() without pattern signs matches that name and no other", () => {
  const name = fc.oneof(fc.string({ unit: signs }), fc.string()).filter((text) =>
    !isGlobPattern(text)
  );
  fc.assert(fc.property(name, fc.string({ unit: signs }), (segment, other) => {
    assert.ok(segmentPattern(segment).test(segment));
    assert.equal(segmentPattern(segment).test(other), other === segment);
  }));
});

Deno.test("segmentPattern() matches a name however parts of it become stars", () => {
  const parts = fc.array(fc.stringMatching(/^[a-z]{0,3}$/), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(parts, parts, ([first = "", ...rest], fill) => {
    const name = "n" + first + rest.map((part, index) => (fill[index] ?? "") + part).join("");
    assert.ok(segmentPattern("n" + [first, ...rest].join("*")).test(name));
  }));
});
