// Law: the WebAssembly kernel, its twin in JavaScript and the slow reading find the same rows in any
// bytes, however these are cut into blocks and windows.

import assert from "node:assert/strict";
import fc from "fast-check";
import { adversarialCsv } from "../oracle/adversarial_csv.ts";
import { ADVERSARIAL_NOW_MS, world } from "../oracle/adversarial_values.ts";
import { type Cut, type Reader, scanInBlocks, type Scanned } from "./scan_in_blocks.ts";

const LAW = {
  numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 150),
  interruptAfterTimeLimit: 60_000,
};
const READERS: readonly Reader[] = ["kernel", "script", "slow"];
const WHOLE: Cut = { blockBytes: 1 << 30, tailBytes: 0 };

const cut: fc.Arbitrary<Cut> = fc.record({
  blockBytes: fc.constantFrom(7, 40, 64, 100, 257, 1_000, 4_096),
  tailBytes: fc.constantFrom(0, 1, 15, 64, 1_000),
});

/** Scans with every reader and holds them to the slow reading of the uncut file. */
function checkReaders(file: Uint8Array, cut: Cut): Scanned {
  const nowMs = ADVERSARIAL_NOW_MS;
  const expected = scanInBlocks(file, "slow", { nowMs, cut: WHOLE });
  for (const reader of READERS) {
    assert.deepEqual(scanInBlocks(file, reader, { nowMs, cut }), expected, `by the ${reader}`);
  }
  return expected;
}

Deno.test("createCsvScanner() finds the same rows by every reader in any CSV, cut anywhere", () => {
  fc.assert(
    fc.property(world.chain(adversarialCsv), cut, (file, cut) => {
      checkReaders(file, cut);
    }),
    LAW,
  );
});

const HEADER = "user_id,note,show_name,watch_duration_minutes,watch_date,device\n";
const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("createCsvScanner() finds the same rows by every reader at the borders of numbers", () => {
  const digits = fc.tuple(fc.stringMatching(/^[0-9]{0,18}$/), fc.stringMatching(/^[0-9]{0,18}$/))
    .map(([whole, fraction]) => `${whole}.${fraction}`);
  const exact = fc.tuple(fc.integer({ min: 14, max: 17 }), fc.integer({ min: 1, max: 4 }), fc.nat())
    .map(([length, whole, seed]) => {
      const text = String(9e17 + seed * 1e8 + 54_740_993).slice(0, length);
      return `${text.slice(0, whole).replace(/^9{4}/, "1399")}.${text.slice(whole)}`;
    });
  const number = fc.oneof(
    exact,
    fc.constantFrom("9.007199254740993", "1.0000000000000001", "999.0000000000001"),
    digits,
    fc.stringMatching(/^0{0,17}[0-9]{1,4}$/),
    fc.stringMatching(/^0{0,14}[0-9]{1,4}\.[0-9]{0,14}$/),
    fc.constantFrom(
      "1440",
      "1440.0",
      "1440.000000000001",
      "1440.0000000000001",
      "0.000000000000001",
    ),
  );
  const rows = fc.array(number, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(rows, fc.boolean(), cut, (numbers, quoted, cut) => {
      const quote = quoted ? '"' : "";
      const lines = numbers.map((n) => `u,,s,${quote}${n}${quote},2024-01-01T00:00:00,\n`);
      checkReaders(encode(HEADER + lines.join("")), cut);
    }),
    LAW,
  );
});

Deno.test("createCsvScanner() finds the same rows by every reader at the borders of dates", () => {
  const odd = fc.constantFrom("00", "59", "60", "0", "1x", ":0", "/9");
  const part = (...usual: string[]) =>
    fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd });
  const date = fc.record({
    year: fc.constantFrom("2024", "2023", "1900", "2000", "0000", "1969", "1970", "9999", "202"),
    parts: fc.tuple(
      part("01", "02", "02", "04", "12", "13"),
      part("01", "28", "29", "30", "31", "32"),
      part("00", "09", "10", "19", "20", "23", "24", "29"),
      part("00", "59"),
      part("00", "59"),
    ),
    between: fc.constantFrom("T", " ", "t", "_"),
    fraction: fc.constantFrom("", "", "", ".", ".1", ".123456789", ".1234567890"),
    zone: fc.constantFrom("", "", "Z", "z", "ZZ", "+00:00", "-23:59", "+2400", "+1", " "),
    isShort: fc.constantFrom(false, false, false, true),
  }).map(({ year, parts: [month, day, hour, minute, second], ...rest }) => {
    const day10 = `${year}-${month}-${day}`;
    if (rest.isShort) return day10 + rest.zone;
    return `${day10}${rest.between}${hour}:${minute}:${second}${rest.fraction}${rest.zone}`;
  });
  const cells = fc.array(fc.tuple(date, fc.boolean()), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(cells, fc.boolean(), cut, (dates, dateIsLast, cut) => {
      const header = dateIsLast ? "user_id,show_name,watch_duration_minutes,watch_date\n" : HEADER;
      const lines = dates.map(([text, quoted]) => {
        const cell = quoted ? `"${text}"` : text;
        return dateIsLast ? `u,s,5,${cell}\n` : `u,,s,5,${cell},\n`;
      });
      checkReaders(encode(header + lines.join("")), cut);
      // Without its last line feed, and so with a date that ends where the input does.
      checkReaders(encode(header + lines.join("")).subarray(0, -1), cut);
    }),
    LAW,
  );
});
