// Law: the readers of CSV agree where sizes break things: cells at the borders of vectors and limits, wide
// and quoted rows, full chunks, dictionaries that grow in the middle of a scan, rows around 1 MiB.

import assert from "node:assert/strict";
import fc from "fast-check";
import { ADVERSARIAL_NOW_MS } from "../oracle/adversarial_values.ts";
import { type Cut, type Reader, scanInBlocks, type Scanned } from "./scan_in_blocks.ts";

const LAW = {
  numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 80),
  interruptAfterTimeLimit: 60_000,
};
const WHOLE: Cut = { blockBytes: 1 << 30, tailBytes: 0 };
const encode = (text: string) => new TextEncoder().encode(text);

function checkReaders(file: Uint8Array, cut: Cut): Scanned {
  const scan = (reader: Reader, cut: Cut) =>
    scanInBlocks(file, reader, { nowMs: ADVERSARIAL_NOW_MS, cut });
  const expected = scan("slow", WHOLE);
  for (const reader of ["kernel", "script"] as const) {
    assert.deepEqual(scan(reader, cut), expected, `by the ${reader}`);
  }
  return expected;
}

/** Bytes in Latin-1, so that a cell may hold any of them. */
const LENGTHS = [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 254, 255, 256, 257, 1_024, 1_025, 5_000];
const longCell = fc.record({
  length: fc.constantFrom(...LENGTHS),
  filling: fc.constantFrom("x", "x", '""', "é", "\0"),
  odd: fc.constantFrom(
    "",
    "",
    "",
    "\xff",
    "\xc3",
    "\0",
    "\n",
    "\r\n",
    '"',
    " ",
    "\x7f",
    "\xef\xbb\xbf",
  ),
  oddIsFirst: fc.boolean(),
  quoted: fc.boolean(),
}).map(({ length, filling, odd, oddIsFirst, quoted }) => {
  const text = filling.repeat(Math.ceil(length / filling.length)).slice(0, length);
  const cell = oddIsFirst ? odd + text : text + odd;
  return quoted ? `"${cell}"` : cell;
});
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

Deno.test("createCsvScanner() finds the same rows by every reader with cells of any length", () => {
  const row = fc.tuple(longCell, longCell, longCell, fc.constantFrom("\n", "\r\n"));
  const rows = fc.array(row, { minLength: 1, maxLength: 12 });
  const cut: fc.Arbitrary<Cut> = fc.record({
    blockBytes: fc.constantFrom(16, 300, 2_000),
    tailBytes: fc.constantFrom(0, 17, 4_096),
  });
  fc.assert(
    fc.property(rows, cut, fc.boolean(), (rows, cut, endsInLineEnd) => {
      const header = "watch_date,user_id,show_name,watch_duration_minutes,note\n";
      const lines = rows.map(([user, show, note, end]) =>
        `2024-01-01,${user},${show},5,${note}${end}`
      );
      const file = latin1(header + lines.join(""));
      checkReaders(endsInLineEnd ? file : file.subarray(0, -1), cut);
    }),
    LAW,
  );
});

Deno.test("createCsvScanner() finds the same rows by every reader in quoted rows of 100 columns", () => {
  const cell: fc.Arbitrary<string> = fc.constantFrom("", "x", "5", 'a""b', "c,d", "é");
  const names = Array.from({ length: 100 }, (_, column) => `extra_${column}`);
  ["watch_date", "show_name", "episode", "watch_duration_minutes", "user_id", "event_id"]
    .forEach((name, index) => names[index * 19 + 4] = name);
  const row = fc.record({
    cells: fc.array(cell, { minLength: 100, maxLength: 100 }),
    date: fc.constantFrom("2024-01-01", "2024-01-01 10:00:00", "2024-02-30T00:00:00"),
    missing: fc.constantFrom(0, 0, 0, 0, 1, -1),
  }).map(({ cells, date, missing }) => {
    const row = cells.slice();
    row[4] = date;
    row[61] = "5.25";
    if (missing > 0) row.pop();
    if (missing < 0) row.push("more");
    return row.map((cell) => `"${cell}"`).join(",") + "\r\n";
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
      const header = names.map((name) => `"${name}"`).join(",") + "\r\n";
      checkReaders(encode(header + rows.join("")), { blockBytes: 700, tailBytes: 100 });
    }),
    LAW,
  );
});

Deno.test("createCsvScanner() agrees past full chunks, with dictionaries that grow and odd rows between", () => {
  const lines = Array.from({ length: 40_000 }, (_, n) => {
    // Every text is new; users of all lengths; now and then a row for the slow reading.
    const user = n % 3 === 0 ? ` user ${n}` : n % 7 === 0 ? `"user ""${n}"""` : `user-${n}`;
    const show = n % 5 === 0 ? `Séries ${n}` : `Show ${n} ${"x".repeat(n % 90)}`;
    const minutes = n % 1_000 === 999 ? "1e1" : n % 4_001 === 4_000 ? "bad" : `${n % 1_440}.5`;
    return `${user},${show},${minutes},2024-01-01T00:00:${String(n % 60).padStart(2, "0")},e${n}\n`;
  });
  const header = "user_id,show_name,watch_duration_minutes,watch_date,event_id\n";
  const file = encode(header + lines.join(""));
  const { rows, bad } = checkReaders(file, { blockBytes: 1_200_000, tailBytes: 64 });
  assert.equal(rows, 40_000);
  assert.equal(bad.length, 9);
  checkReaders(file, WHOLE);
});

Deno.test("createCsvScanner() agrees on rows around 1 MiB and on quotes that stay open as long", () => {
  const mebibyte = 1 << 20;
  const row = (note: string) => `u,s,5,2024-01-01,${note}\n`;
  const filled = (bytes: number, quoted: boolean) => {
    const room = bytes - row(quoted ? '""' : "").length + 1;
    return row(quoted ? `"${"x".repeat(room)}"` : "x".repeat(room));
  };
  const rows = [-1, 0, 1, 2].flatMap((extra) => [
    filled(mebibyte + extra, false),
    filled(mebibyte + extra, true),
    row("good"),
  ]);
  const open = `u,s,5,2024-01-01,"${`${"y".repeat(20_000)}\n`.repeat(60)}`;
  const header = "user_id,show_name,watch_duration_minutes,watch_date,note\n";
  const { bad } = checkReaders(encode(header + rows.join("") + open + rows.join("")), {
    blockBytes: 300_000,
    tailBytes: 64,
  });
  const rules = bad.map((line) => JSON.parse(line).reasons[0].rule);
  assert.equal(rules.filter((rule) => rule === "row.too_long").length, 4);
  // Quoted rows of over 1 MiB have no closing quote within 1 MiB.
  assert.equal(rules.filter((rule) => rule === "row.quoting").length, 5);
});

Deno.test("createCsvScanner() agrees on bytes that mean another text in quotes than without", () => {
  const cell = fc.constantFrom('a""b', '"a""b"', 'a"b', '"a""""b"', '"a"', "a");
  const header = "user_id,show_name,watch_duration_minutes,watch_date,device\n";
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(rows, fc.constantFrom("\n", "\r\n"), fc.nat(2), (rows, lineEnd, missing) => {
      const lines = rows.map(([user, show, device]) =>
        `${user},${show},5,2024-01-01,${device}${lineEnd}`
      );
      const file = encode(header + lines.join(""));
      const cut = { blockBytes: 40, tailBytes: 0 };
      checkReaders(file.subarray(0, file.length - Math.min(missing, lineEnd.length)), cut);
    }),
    LAW,
  );
});
