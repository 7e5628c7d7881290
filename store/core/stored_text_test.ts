// Texts with control characters come back as they were, in the same order.

import assert from "node:assert/strict";
import fc from "fast-check";
import { compareTexts } from "../../domain/order.ts";
import { readText, storedText } from "./stored_text.ts";

const text = fc.string({
  unit: fc.constantFrom("\0", "\x01", "\x02", "a", "é", "😀"),
  maxLength: 6,
});

Deno.test("storedText() has no NUL, keeps the order and can be read back", () => {
  fc.assert(fc.property(text, text, (a, b) => {
    assert.equal(readText(storedText(a)), a);
    assert.ok(!storedText(a).includes("\0"));
    assert.equal(
      Math.sign(compareTexts(storedText(a), storedText(b))),
      Math.sign(compareTexts(a, b)),
    );
  }));
});
