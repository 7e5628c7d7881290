// The usual form of an instant, read quickly, beside the same in another form, which is read slowly.

import assert from "node:assert/strict";
import fc from "fast-check";
import { parseInstant } from "./instant.ts";

const two = (max: number) => fc.nat({ max }).map((n) => String(n).padStart(2, "0"));
const parts = fc.tuple(
  fc.nat({ max: 9_999 }).map((year) => String(year).padStart(4, "0")),
  two(14),
  two(33),
  two(25),
  two(61),
  two(61),
);

Deno.test("parseInstant() reads the usual form as it reads the same with an offset of 0", () => {
  fc.assert(
    fc.property(parts, ([year, month, day, hour, minute, second]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
      assert.equal(parseInstant(`${text}Z`), parseInstant(`${text}+00:00`));
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("parseInstant() takes nothing that only looks like the usual form", () => {
  const usual = "2024-02-29T23:59:58Z";
  assert.equal(parseInstant(usual), Date.UTC(2024, 1, 29, 23, 59, 58));
  for (let at = 0; at < usual.length; at++) {
    for (const other of ["x", " ", "/", ":", "é", "٣", ""]) {
      const text = usual.slice(0, at) + other + usual.slice(at + 1);
      if (text === usual || text === usual.replace("T", " ")) continue;
      assert.ok(Number.isNaN(parseInstant(text)) || other === "", text);
    }
  }
  assert.ok(Number.isNaN(parseInstant("2023-02-29T23:59:58Z")));
});
