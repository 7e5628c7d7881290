// Law: an export that a spreadsheet saved again is read as it was before, or refused when nobody can be sure.

import assert from "node:assert/strict";
import fc from "fast-check";
import { parseInstant } from "../../domain/instant.ts";
import { DateOrderEvidence, localDateMs } from "../../pipeline/transform/local_date.ts";
import { spreadsheetInstant, styleOf } from "../oracle/spreadsheet_dates.ts";

/** How a country writes dates, and how a clock goes with them. */
const style = fc.record({
  date: fc.constantFrom("D/M/Y", "M/D/Y", "DD/MM/Y", "MM/DD/Y", "D.M.Y", "DD.MM.y", "D. M. Y")
    .chain((form) => fc.constantFrom(form, form.replace("Y", "y"))),
  hyphens: fc.boolean(),
  clock: fc.constantFrom("H:mm", "HH:mm:ss", "h:mm a", "hh:mm:ss a", "none"),
  gap: fc.constantFrom(" ", ", ", "  "),
});
const minute = fc.integer({ min: Date.UTC(2008, 0) / 60_000, max: Date.UTC(2039, 11) / 60_000 });

function write(ms: number, { date, hyphens, clock, gap }: {
  readonly date: string;
  readonly hyphens: boolean;
  readonly clock: string;
  readonly gap: string;
}): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const [day, month, year] = [at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCFullYear()];
  const written = date.replace("DD", two(day)).replace("MM", two(month)).replace("D", String(day))
    .replace("M", String(month)).replace("Y", String(year)).replace("y", two(year % 100));
  const whole = hyphens ? written.replaceAll("/", "-") : written;
  if (clock === "none") return whole;
  const hour = at.getUTCHours(), half = hour % 12 === 0 ? 12 : hour % 12;
  const time = clock.replace("HH", two(hour)).replace("hh", two(half)).replace("H", String(hour))
    .replace("h", String(half)).replace("mm", two(at.getUTCMinutes())).replace("ss", "00")
    .replace("a", hour < 12 ? "AM" : "PM");
  return `${whole}${gap}${time}`;
}

Deno.test("a spreadsheet's dates are read as they were, unless no day tells their order", () => {
  fc.assert(
    fc.property(fc.array(minute, { minLength: 1, maxLength: 12 }), style, (minutes, how) => {
      const written = minutes.map((each) => write(each * 60_000, how));
      const evidence = new DateOrderEvidence();
      for (const text of written) evidence.add(text, !Number.isNaN(parseInstant(text)));
      const concluded = evidence.conclude();
      const isCertain = how.date.includes(".") ||
        minutes.some((each) => new Date(each * 60_000).getUTCDate() > 12);
      assert.equal("order" in concluded, isCertain, written.join());
      if (!("order" in concluded)) return;
      const unit = how.clock === "none" ? 86_400_000 : 60_000;
      minutes.forEach((each, index) => {
        const expected = Math.floor(each * 60_000 / unit) * unit;
        assert.equal(localDateMs(written[index]!, concluded.order), expected, written[index]);
      });
    }),
  );
});

Deno.test("local dates are read as the oracle reads them, whatever a cell holds", () => {
  const digits = fc.integer({ min: 0, max: 40 }).chain((value) =>
    fc.constantFrom(String(value), String(value).padStart(2, "0"))
  );
  const mark = fc.constantFrom("/", "/", "-", ".", ". ");
  const year = fc.constantFrom("2021", "21", "2000", "1");
  const clock = fc.constantFrom(
    ...[
      "",
      " 13:02",
      " 1:02 PM",
      ", 12:00:59 a. m.",
      " 13.02",
      " 25:00",
      " 1:60",
      " 0:10 am",
      "T1:00",
    ],
  );
  const cell = fc.tuple(digits, mark, digits, mark, year, clock).chain(([a, m, b, n, y, time]) =>
    fc.constantFrom(
      `${a}${m}${b}${m}${y}${time}`,
      `${a}${m}${b}${n}${y}`,
      `${y}${m}${a}${m}${b}${time}`,
    )
  );
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (cells) => {
      const evidence = new DateOrderEvidence();
      for (const text of cells) evidence.add(text, !Number.isNaN(parseInstant(text)));
      const concluded = evidence.conclude();
      if (!("order" in concluded)) return;
      const style = concluded.order === "day"
        ? "day month year"
        : concluded.order === "month"
        ? "month day year"
        : null;
      for (const text of cells) {
        const usual: number = parseInstant(text);
        const found: number = Number.isNaN(usual) ? localDateMs(text, concluded.order) : usual;
        assert.equal(found, spreadsheetInstant(text, style), text);
      }
      // Where all days are real, the oracle finds the same order.
      const isReal = cells.every((text) => !Number.isNaN(spreadsheetInstant(text, style)));
      if (isReal && style !== null) assert.equal(styleOf(cells), style);
    }),
    { numRuns: 2_000 },
  );
});
