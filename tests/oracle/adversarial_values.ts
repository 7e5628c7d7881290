// Values that break readers: names whose bytes and UTF-16 units sort differently, borders of every
// number and date form, and times close enough that sittings, binges and duplicates happen.

import { COLUMN_NAMES } from "../../domain/columns.ts";
import fc from "fast-check";

/** Ingest time of all adversarial inputs. */
export const ADVERSARIAL_NOW_MS = Date.UTC(2024, 5, 1, 12);

/** The few users, shows and episodes of one scenario; all of its files share them. */
export interface World {
  readonly users: readonly string[];
  readonly shows: readonly string[];
  readonly episodes: readonly string[];
  /** Views start on at most this many instants five minutes apart; with few, many are duplicates. */
  readonly steps: number;
}

/** The fields of one row as text, before any format writes them. */
export type Draft = Readonly<Record<DraftField, string>>;

/** The known columns, and two that no rule knows. */
export const DRAFT_FIELDS = [...COLUMN_NAMES, "note"] as const;
type DraftField = typeof DRAFT_FIELDS[number];

// U+FB01 sorts before U+1F600 by UTF-8 bytes, but behind it by UTF-16 units.
const NAMES = [
  "u1",
  "u10",
  "U1",
  "u",
  "\uFB01",
  "\u{1F600}",
  "\u{10000}x",
  "\uFFFD",
  "é",
  "e\u0301",
]
  .concat(["a\0b", "a,b", 'say "hi"', '"', "two\nlines", "two\r\nlines", "lone\rcr", "\u0085x"])
  .concat(["x".repeat(256), "é".repeat(128), "null", "0", "#c", "=1+1", "a;b", "a\tb"]);
const ODD_NAMES = ["", " ", "\u00A0", "\uFEFF", "\t\n", "x".repeat(257), "é".repeat(129)]
  .concat(["x".repeat(1024), "x".repeat(1025), "\u{1F600}".repeat(256), "é".repeat(513)]);
const ODD_NUMBERS = ["1e1", ".5", "5.", "+5", "-0", "0", "-5", "1440", "1440.0", "1440.0000001"]
  .concat(["1440.00000000000000000001", "1e-400", "5e-324", "2.2250738585072011e-308", "1e308"])
  .concat(["1e309", "-1e309", "NaN", "Infinity", "0x10", "1_000", "1,5", "", "1 2", "--1", "+-1"])
  .concat(["1e", "1e+", "1e1.5", ".", "e5", "12abc", "00012", "1.9999999999999998", "\u0663"])
  .concat([`0.${"0".repeat(400)}1`, "9".repeat(400), `1${"0".repeat(30)}e-29`, "1E+2", "2.5e-1"])
  .concat(["0.000008333333333333334", "2.0000083333333333", "2.0000000000000001", "00.5e+01"]);
const ODD_DATES = [
  "2024-02-30",
  "2024-02-29",
  "2023-02-29",
  "1900-02-29",
  "2000-02-29",
  "2024-13-01",
]
  .concat(["2024-00-10", "2024-01-00", "2024-04-31", "2024-1-1", "20240101", "2024-01-01T24:00"])
  .concat(["2024-01-01T23:59:60", "2024-01-01T10", "2024-01-01T10:60", "2024-01-01T10:00:00."])
  .concat(["2024-01-01T10:00:00.1234567890", "2024-01-01T10:00:00.123456789", "2024-01-01 10:00 Z"])
  .concat([
    "2024-01-01Z",
    "2024-01-01T10:00+24:00",
    "2024-01-01T10:00+23:59",
    "2024-01-01T10:00+05",
  ])
  .concat([
    "2024-01-01T10:00-00:00",
    "2024-01-01T10:00+05:60",
    "2024-01-01t10:00",
    "2024-01-01T10:00z",
  ])
  .concat(["2024-01-01T10:00:00,5", "0000-01-01", "0000-02-29", "9999-12-31T23:59:59.999Z", ""])
  .concat(["0000-01-01T00:00+23:59", "-2024-01-01", "+002024-01-01", "2024-01-01  10:00"])
  .concat([
    "2024-01-01T10:00.5Z",
    "1969-12-31T23:59:59.999Z",
    "2024-01-01T10:00:00.9999Z",
    "tomorrow",
  ])
  .concat(["2024-06-01T12:05:00Z", "2024-06-01T12:05:00.001Z", "2024-06-01T12:05:00.0009Z"])
  .concat(["2024-01-01 10:00:00+00", "2024-01-01T10:00-05", "2024-01-01 10:00:00 UTC"])
  .concat(["2024-01-01 10:00:00.25 UTC", "2024-01-01T10:00UTC", "2024-01-01 10:00  UTC"])
  .concat([
    "2024-01-01 UTC",
    "2024-01-01 10:00 utc",
    "2024-01-01 10:00:00+24",
    "2024-01-01 10:00+5",
  ])
  .concat(["0001-01-01T00:30+01:00", "0001-01-01", "9999-12-31T23:00-01:30", "9999-12-31T23:59-00"])
  .concat(["1989-12-31T23:59:59.999Z", "1990-01-01", "1990-01-01T00:30+01:00", "1714594500"])
  .concat(["2024-06-01T14:05+02:00", "2024-06-01T14:05:00.001+0200", "1970-01-01", "0099-03-01"]);
// Longer than what a reader looks ahead past its block.
const LIMIT_TEXTS = ["d".repeat(512), "d".repeat(513), "é".repeat(256), "é".repeat(257)]
  .concat([` ${"d".repeat(512)} `, `${'"'.repeat(512)}`, "\u{1F600}".repeat(128)]);
const LONG_TEXTS = ["d".repeat(4_200), "line\n".repeat(900), 'say "hi", '.repeat(500)];
const PADS = [
  "",
  "",
  "",
  "",
  "",
  "",
  " ",
  "\t",
  "\u00A0",
  "\u2003",
  "\uFEFF",
  "\u3000",
  "\v",
  "\r",
];

const ORDER_PAIR = ["\u{1F600}", "\uFB01"];

const names = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
  },
  { weight: 1, arbitrary: fc.constant(ORDER_PAIR) },
);

/** Picks the names of a scenario; every fourth time the two that sort differently as UTF-16. */
export const world: fc.Arbitrary<World> = fc.record({
  users: names,
  shows: names,
  episodes: fc.uniqueArray(fc.constantFrom("", ...NAMES), { minLength: 1, maxLength: 5 }),
  steps: fc.constantFrom(2, 60, 60),
});

/** A row of that world: mostly good, each field sometimes odd. */
export function draft({ users, shows, episodes, steps }: World): fc.Arbitrary<Draft> {
  return fc.record({
    user_id: padded(mostly(fc.constantFrom(...users), fc.constantFrom(...ODD_NAMES))),
    show_name: padded(mostly(fc.constantFrom(...shows), fc.constantFrom(...ODD_NAMES))),
    watch_duration_minutes: padded(mostly(goodMinutes, oddMinutes)),
    watch_date: padded(mostly(goodDate(steps), fc.constantFrom(...ODD_DATES))),
    event_id: mostly(
      fc.constantFrom("", "", "", "e1", "e2", " e1 ", "\u{1F600}"),
      fc.constantFrom(...LIMIT_TEXTS),
    ),
    episode: padded(fc.constantFrom(...episodes)),
    device: mostly(
      fc.constantFrom("", "tv", "phone", "\uFB01", "\u{1F600}"),
      fc.constantFrom(...LIMIT_TEXTS, ...LONG_TEXTS),
    ),
    country: fc.constantFrom("", "PT", "BR (Brazil)"),
    profile: mostly(fc.constantFrom("", "kids", " Kids "), fc.constantFrom(...LONG_TEXTS)),
    genre: mostly(
      fc.constantFrom("", "Drama"),
      fc.constantFrom(...LIMIT_TEXTS),
    ),
    note: mostly(
      fc.constantFrom("", "n", 'a "quoted" word', "line\nbreak"),
      fc.constantFrom(...LONG_TEXTS),
    ),
  });
}

function mostly<T>(good: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 24, arbitrary: good }, { weight: 1, arbitrary: odd });
}

function padded(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const pad = fc.constantFrom(...PADS);
  return fc.tuple(pad, text, pad).map(([before, middle, after]) => before + middle + after);
}

const goodMinutes = fc.constantFrom(
  "5",
  "5.0",
  "10",
  "25",
  "30",
  "2",
  "1.9999",
  "0.5",
  "61",
  "1440",
);
const oddMinutes = fc.oneof(
  fc.constantFrom(...ODD_NUMBERS),
  fc.double({ min: 0, max: 1441, noNaN: true }).map(String),
  fc.double({ min: 0, max: 1441, noNaN: true }).map((value) => value.toExponential()),
  fc.stringMatching(/^[0-9]{1,24}\.[0-9]{0,24}$/),
  fc.stringMatching(/^[0-9]{1,3}\.?[0-9]{0,20}e-?[0-9]{1,2}$/),
);

/** Instants five minutes apart, so that gaps of exactly 30 minutes, and 1 ms more or less, occur. */
function goodDate(steps: number): fc.Arbitrary<string> {
  return fc.record({
    step: fc.integer({ min: 0, max: steps }),
    slipMs: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1, 999),
    zoneMinutes: fc.constantFrom(0, 0, 330, -480, 1439),
    form: fc.constantFrom("T", "T", " "),
    tail: fc.constantFrom("", "", "0", "999999"),
    compact: fc.boolean(),
  }).map(({ step, slipMs, zoneMinutes, form, tail, compact }) => {
    const instantMs = Date.UTC(2024, 1, 28, 21) + step * 300_000 + slipMs;
    const local = new Date(instantMs + zoneMinutes * 60_000).toISOString();
    if (compact && local.endsWith("T00:00:00.000Z") && zoneMinutes === 0) return local.slice(0, 10);
    const whole = compact && local.endsWith(":00.000Z");
    const clock = whole ? local.slice(11, 16) : local.slice(11, 23) + tail;
    return local.slice(0, 10) + form + clock + zoneText(zoneMinutes, compact);
  });
}

function zoneText(zoneMinutes: number, compact: boolean): string {
  if (zoneMinutes === 0) return compact ? "" : "Z";
  const minutes = Math.abs(zoneMinutes);
  const hour = String(Math.floor(minutes / 60)).padStart(2, "0");
  const minute = String(minutes % 60).padStart(2, "0");
  return (zoneMinutes < 0 ? "-" : "+") + hour + (compact ? "" : ":") + minute;
}
