// Tests that a column given as codes becomes the same pages as the same column given as numbers.

import assert from "node:assert/strict";
import fc from "fast-check";
import { ColumnChunks } from "./column_chunks.ts";
import { encodeDoubles } from "./encode_doubles.ts";

type DoubleColumn = "watch_duration_minutes" | "completion_rate";

function encode(column: DoubleColumn, rows: number, values: Parameters<typeof encodeDoubles>[2]) {
  const chunks = new ColumnChunks(rows, "none");
  encodeDoubles(chunks, column, values);
  return { bytes: chunks.takeBytes(), columns: chunks.columns };
}

const number = fc.double({ noNaN: true }).map((value) => value === 0 ? 0 : value);

Deno.test("encodeDoubles() makes the same pages of codes as of numbers", () => {
  const values = (column: DoubleColumn) =>
    fc.array(column === "completion_rate" ? fc.oneof(number, fc.constant(NaN)) : number, {
      minLength: 1,
      maxLength: 40,
    });
  for (const column of ["watch_duration_minutes", "completion_rate"] as const) {
    const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 100 });
    fc.assert(fc.property(values(column), picks, (pool, picks) => {
      // Codes in the order in which they come, as numbers get them: then even ties rank alike.
      const order = [...new Set(picks.map((pick) => pick % pool.length))];
      const codes = Uint32Array.from(picks, (pick) => order.indexOf(pick % pool.length));
      const counts = new Uint32Array(order.length);
      for (const code of codes) counts[code]++;
      const coded = Float64Array.from(order, (pick) => pool[pick]);
      const plain = Float64Array.from(codes, (code) => coded[code]);
      assert.deepEqual(
        encode(column, picks.length, { codes, counts, values: coded, size: order.length }),
        encode(column, picks.length, plain),
      );
    }));
  }
});
