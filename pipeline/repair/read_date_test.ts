// Tests of reading dates in a format that a person names.

import assert from "node:assert/strict";
import fc from "fast-check";
import { createDateReader } from "./read_date.ts";

Deno.test("createDateReader() reads formats of files seen in the wild", () => {
  const cases: readonly (readonly [string, string, string, string?])[] = [
    ["DD/MM/YYYY", "14/01/2024", "2024-01-14T00:00:00.000Z"],
    ["M/D/YY h:mm A", "1/4/24 9:07 pm", "2024-01-04T21:07:00.000Z"],
    ["M/D/YYYY h:mm A", "1/4/2024 12:07 AM", "2024-01-04T00:07:00.000Z"],
    ["D. MMMM YYYY HH:mm", "4. January 2024 09:07", "2024-01-04T09:07:00.000Z"],
    ["DD-MMM-YYYY", "04-Jan-2024", "2024-01-04T00:00:00.000Z"],
    ["YYYYMMDD[T]HHmmss", "20240104T090705", "2024-01-04T09:07:05.000Z"],
    ["DD.MM.YYYY HH:mm:ss.SSS", "04.01.2024 09:07:05.250", "2024-01-04T08:07:05.250Z", "+01:00"],
    ["X", "1704359225", "2024-01-04T09:07:05.000Z"],
    ["x", "1704359225250", "2024-01-04T09:07:05.250Z"],
  ];
  for (const [format, text, expected, offset] of cases) {
    assert.equal(createDateReader(format, offset)(text), expected, format);
  }
});

Deno.test("createDateReader() leaves days and hours that there are not", () => {
  const read = createDateReader("DD/MM/YYYY HH:mm");
  for (
    const text of ["30/02/2024 10:00", "01/13/2024 10:00", "01/01/2024 24:00", "01/01/2024", ""]
  ) {
    assert.equal(read(text), null, text);
  }
  assert.equal(createDateReader("DD/MM/YYYY h:mm A")("01/01/2024 13:00 PM"), null);
});

Deno.test("createDateReader() reads back every instant that a format writes", () => {
  const two = (value: number) => String(value).padStart(2, "0");
  const read = createDateReader("D.M.YYYY HH:mm:ss");
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
      (date) => {
        const text = `${date.getUTCDate()}.${date.getUTCMonth() + 1}.${date.getUTCFullYear()} ` +
          [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
        assert.equal(read(text), date.toISOString().replace(/\.\d+Z/, ".000Z"));
      },
    ),
  );
});

Deno.test("createDateReader() takes any text as a format or refuses it plainly", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (format, text) => {
    try {
      createDateReader(format)(text);
    } catch (error) {
      assert.ok(error instanceof RangeError);
    }
  }));
});
