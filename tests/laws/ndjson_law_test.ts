// Law: the WebAssembly kernel and JSON.parse find the same rows in any lines, however these are cut into
// blocks and windows.

import assert from "node:assert/strict";
import fc from "fast-check";
import { adversarialNdjson } from "../oracle/adversarial_json.ts";
import { ADVERSARIAL_NOW_MS, world } from "../oracle/adversarial_values.ts";
import { type Cut, scanInBlocks } from "./scan_in_blocks.ts";

const LAW = {
  numRuns: Number(Deno.env.get("PLAYHEAD_LAW_RUNS") ?? 150),
  interruptAfterTimeLimit: 60_000,
};
const WHOLE: Cut = { blockBytes: 1 << 30, tailBytes: 0 };

const cut: fc.Arbitrary<Cut> = fc.record({
  blockBytes: fc.constantFrom(7, 40, 64, 100, 257, 1_000, 4_096),
  tailBytes: fc.constantFrom(0, 1, 15, 64, 1_000),
});

/** Scans with both readers, cut and whole, and holds them to JSON.parse on the uncut file. */
function checkReaders(file: Uint8Array, cut: Cut): void {
  const options = { nowMs: ADVERSARIAL_NOW_MS, format: "ndjson" } as const;
  const expected = scanInBlocks(file, "slow", { ...options, cut: WHOLE });
  for (const reader of ["kernel", "slow"] as const) {
    assert.deepEqual(scanInBlocks(file, reader, { ...options, cut }), expected, `by ${reader}`);
  }
}

Deno.test("createFastNdjsonScanner() finds the rows of JSON.parse in any NDJSON, cut anywhere", () => {
  fc.assert(fc.property(world.chain(adversarialNdjson), cut, checkReaders), LAW);
});

// A member's key and value as they are written; most are usual, so that many rows are.
const usual: Readonly<Record<string, readonly string[]>> = {
  user_id: ['"u1"', '"user_2"', '"ü"', '"\\u00fc"', "7", "0"],
  show_name: [
    '"Dark"',
    '"Ozark, Part 2"',
    '"Élite"',
    '"暗黒"',
    "1899",
    '"\\u00c9lite"',
    '"\\"\\""',
    '"\\ud83d"',
  ],
  watch_duration_minutes: ["5", "42.5", "0.25", "1440", '"12"', '"5."', '".5"'],
  watch_date: [
    '"2024-03-01T10:00:00Z"',
    '"2024-03-01 10:00:00"',
    '"2024-02-30"',
    '"2024-02-29"',
    "1709287200",
    "1709287200000",
    "259999999999",
    "260000000000",
    "631151999",
    "631152000",
    "0",
  ],
  episode: ['"1"', "2", "-3", "null", '""', '"\\u0031"', '"\\n"'],
  device: ['"tv"', "null", '" phone "'],
  country: ['"BR"', '"br "'],
  event_id: [
    `"${"e".repeat(512)}"`,
    `"${"e".repeat(513)}"`,
    '"e1"',
    "12345678901234567890",
    "9007199254740993",
    "123456789012345",
  ],
  genre: [
    `"${"g".repeat(512)}"`,
    `"${"g".repeat(513)}"`,
    "1".repeat(513),
    '"Drama"',
    '"Dr\\u00e1ma"',
    '"\\/"',
    "null",
    "true",
    "false",
    "-1.5",
    "12e3",
    "[1,{}]",
    '{"user_id":"u9"}',
  ],
};
const oddValue = fc.constantFrom(
  ...[
    '"a\\"b"',
    '"a\\u0041"',
    '"\\ud800"',
    '"\\\\"',
    '"a\tb"',
    '"\u0000"',
    '"\\u0000"',
    '"\u007f"',
  ],
  ...["nul", "nulll", "truefalse", "True", "NaN", "-", "-0", "00", "05", "1.", ".5", "1.e1", "+1"],
  ...[
    "9".repeat(513),
    "1709287200.0",
    "1709287200e0",
    "-1709287200",
    "1e2",
    "1E-2",
    "1e999",
    "-7",
    "0.1.2",
    "123456789012345678",
    "1440.0000000000001",
    '"',
  ],
  ...['""', '" "', '"\u00a0"', '"\ufeffx"', '"x\u2028"', "[]", "{}", "", " ", '"x" "y"', '"\r"'],
);
const oddKey = fc.constantFrom(
  ...["user\\u005fid", "User_id", "user_id ", "", "__proto__", "toString", "a\\\\", "ключ"],
  ...["a_key_that_is_longer_than_thirty_two_bytes", "watch_duration_minute", "show_names", "x"],
  "exactly_thirty_bytes_of_a_key_",
);
const member = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(usual)).chain((key) => pair(key)) },
  { weight: 1, arbitrary: fc.tuple(oddKey, fc.oneof(fc.constant('"v"'), oddValue)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...Object.keys(usual)), oddValue) },
);
const REQUIRED = ["user_id", "show_name", "watch_duration_minutes", "watch_date"];

function pair(key: string): fc.Arbitrary<[string, string]> {
  return fc.constantFrom(...usual[key] ?? []).map((value) => [key, value]);
}

/** A line: the required keys, mostly, and others, in any order, some twice. */
const line = fc.record({
  required: fc.tuple(...REQUIRED.map(pair)),
  others: fc.array(member, { maxLength: 6 }),
  isWhole: fc.integer({ min: 0, max: 5 }),
  seed: fc.infiniteStream(fc.nat({ max: 1_000 })),
  spaces: fc.constantFrom(...Array(6).fill(""), " ", "\t", "  \t", "\r", "\u00a0", "\n"),
  around: fc.constantFrom(...Array(9).fill(["", ""]), [" ", "  "], ["\t", "\t"], ["", "x"], [
    "",
    ",",
  ]),
}).map(({ required, others, isWhole, seed, spaces, around: [before, after] }) => {
  const members = [...(isWhole === 0 ? required.slice(1) : required), ...others]
    .map((pair) => ({ pair, rank: seed.next().value ?? 0 }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ pair: [key, value] }) => `"${key}"${spaces}:${spaces}${value}`);
  return `${before}{${spaces}${members.join(`${spaces},${spaces}`)}${spaces}}${after}`;
});
/** One byte of the file becomes another; most files are left as they are. */
const damage = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.nat(),
      fc.constantFrom(0, 9, 10, 13, 34, 44, 58, 92, 123, 125, 128, 195, 255),
    ),
  },
);

Deno.test("createFastNdjsonScanner() finds the rows of JSON.parse whatever keys and values are", () => {
  const ends = fc.constantFrom("\n", "\n", "\r\n", "\n\n", "\n \n", "\r\r\n");
  const lines = fc.array(fc.tuple(line, ends), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lines, damage, fc.boolean(), cut, (lines, damage, isOpen, cut) => {
      const text = lines.map(([text, end]) => text + end).join("");
      const file = new TextEncoder().encode(isOpen ? text.trimEnd() : text);
      if (damage !== null) file[damage[0] % file.length] = damage[1];
      checkReaders(file, cut);
    }),
    { ...LAW, numRuns: LAW.numRuns * 4 },
  );
});

Deno.test("createFastNdjsonScanner() finds the rows of JSON.parse at the borders of sizes", () => {
  const view = (user: string, show: string, note: string) =>
    `{"user_id":"${user}","show_name":"${show}","watch_duration_minutes":5,` +
    `"note":"${note}","watch_date":"2024-01-01"}`;
  const base = view("u", "s", "").length;
  const lines = [255, 256, 257].map((length) => view("u".repeat(length), "s", ""))
    .concat([1_023, 1_024, 1_025].map((length) => view("u", "s".repeat(length), "")))
    .concat([-1, 0, 1].map((more) => view("u", "s", "n".repeat((1 << 20) - base + more))))
    .concat(view("ü".repeat(128), "é".repeat(512), ""), view("ü".repeat(129), "s", ""));
  const file = new TextEncoder().encode(lines.join("\r\n"));
  checkReaders(file, { blockBytes: 300_000, tailBytes: 64 });
  checkReaders(file, { blockBytes: 4_096, tailBytes: 1 });
});
