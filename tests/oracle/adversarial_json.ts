// NDJSON files and JSON arrays that a careless reader gets wrong.

import { LIMITED_COLUMNS } from "../../domain/columns.ts";
import fc from "fast-check";
import { type Draft, draft, type World } from "./adversarial_values.ts";
import { damaged } from "./damaged.ts";

const ODD_ELEMENTS = [
  "null",
  "true",
  "12",
  '"text"',
  "[]",
  '[{"user_id":"u1"}]',
  "{}",
  '{"a":[{}]}',
]
  .concat(['{"user_id":{"user_id":"u1"}}', '{"__proto__":null,"user_id":7}', '{"a":"}],[{\\""}'])
  .concat(['{"watch_duration_minutes":1e999,"watch_date":5}', '{"user_id":9007199254740993}']);
const BROKEN_LINES = [
  "{",
  '{"user_id":',
  "nul",
  '{"a":1,}',
  "{'a':1}",
  '{"a":1} x',
  '"',
  "\uFEFF{}",
];
/** What an episode may be beside a text; "" stands for no key at all. */
const EPISODES = ["", "", "null", "null", '""', "3", "1.5", "true", "[]"];
const SURROGATES = ["\uD800", "x\uDC00y", "\uDE00\uD83D"];

/** An NDJSON file of rows of that world. */
export function adversarialNdjson(world: World): fc.Arbitrary<Uint8Array> {
  const line = fc.oneof(
    { weight: 20, arbitrary: jsonObject(world) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_ELEMENTS, ...BROKEN_LINES) },
    { weight: 1, arbitrary: fc.constantFrom("", " ", "\t", "\r") },
  );
  return fc.record({
    lines: few(line),
    ends: fc.array(fc.constantFrom("\n", "\r\n"), { minLength: 1, maxLength: 3 }),
    bom: fc.constantFrom("", "", "", "\uFEFF"),
    endsInLineEnd: fc.boolean(),
    damage: damaged,
  }).map(({ lines, ends, bom, endsInLineEnd, damage }) => {
    const text = lines.map((line, index) =>
      index === lines.length - 1 && !endsInLineEnd ? line : line + ends[index % ends.length]
    ).join("");
    // A first line of its own keeps damage from turning the file into another format.
    return damage(new TextEncoder().encode(`${bom}{}\n${text}`), bom === "" ? 3 : 6);
  });
}

/** A JSON array of rows of that world; its elements may be anything, its end may be missing. */
export function adversarialJsonArray(world: World): fc.Arbitrary<Uint8Array> {
  const element = fc.oneof(
    { weight: 20, arbitrary: jsonObject(world) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_ELEMENTS) },
  );
  return fc.record({
    elements: few(element),
    between: fc.constantFrom(",", ",\n", " ,\r\n  ", "\n,\t"),
    around: fc.constantFrom(["[", "]"], ["\uFEFF[\n", "\n]\n"], [" \n[ ", " ] "], ["[\r\n", ""]),
    damage: damaged,
  }).map(({ elements, between, around: [open = "", close = ""], damage }) => {
    const bytes = new TextEncoder().encode(open + elements.join(between) + close);
    return damage(bytes, new TextEncoder().encode(open).length);
  });
}

function few<T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.array(item, { maxLength: 14, size: "max" }) },
    { weight: 1, arbitrary: fc.array(item, { minLength: 40, maxLength: 90, size: "max" }) },
  );
}

// Numbers that lose digits, or their form, as doubles; and instants around every border.
const NUMBERS = ["7", "0", "-0", "-12", "1.0", "1.5", "1e3", "1E+2", "9007199254740993"]
  .concat(["123456789012345678901234567890", "9".repeat(513), "-" + "9".repeat(511), "1e999"])
  .concat(["1714594500", "1714594500.0", "1714594500000", "1717243500", "1717243501", "-1"])
  .concat(["259999999999", "260000000000", "631151999", "631152000", "631151999999", "2.6e11"])
  .concat(["253402300799", "253402300800", "253402300799999", "253402300800000", "true", "[1]"]);
const NUMBERED = [...LIMITED_COLUMNS, "watch_date", "watch_date"];

/** The text of an object: numbers as numbers or texts, ids as whole numbers, keys in any order. */
function jsonObject(world: World): fc.Arbitrary<string> {
  return fc.record({
    values: draft(world),
    oddity: fc.constantFrom(...Array<string>(12).fill("none"), "surrogate", "null", "absent", "id"),
    surrogate: fc.constantFrom(...SURROGATES),
    episode: fc.constantFrom(...Array<string>(4).fill("text"), ...EPISODES),
    asNumber: fc.boolean(),
    isNumbered: fc.constantFrom(false, false, false, true),
    numbered: fc.tuple(fc.constantFrom(...NUMBERED), fc.constantFrom(...NUMBERS)),
    space: fc.constantFrom("", "", "", " "),
    escaped: fc.boolean(),
    reversed: fc.boolean(),
  }).map((drawn) => {
    const { values, oddity, surrogate, episode, asNumber, space, escaped, reversed } = drawn;
    const pairs = pairsOf(values, asNumber).flatMap(([name, text]): [string, string][] => {
      if (name === "episode" && episode !== "text") return episode === "" ? [] : [[name, episode]];
      if (name !== "show_name") return [[name, text]];
      if (oddity === "absent") return [];
      if (oddity === "surrogate") return [[name, JSON.stringify(surrogate)]];
      return [[name, oddity === "null" ? "null" : oddity === "id" ? "42" : text]];
    });
    const [field, number] = drawn.isNumbered ? drawn.numbered : ["", ""];
    for (const pair of pairs) if (pair[0] === field) pair[1] = number;
    const ordered = reversed ? pairs.reverse() : pairs;
    const members = ordered.map(([name, text]) => `"${name}":${space}${text}`).join(`,${space}`);
    const text = `{${space}${members}${space}}`;
    return escaped ? text.replace(/[^\0-\x7e]/g, unicodeEscape) : text;
  });
}

function pairsOf(values: Draft, asNumber: boolean): [string, string][] {
  return Object.entries(values).map(([name, value]): [string, string] => {
    const isNumber = asNumber && name === "watch_duration_minutes" && isJsonNumber(value);
    return [name, isNumber ? value : JSON.stringify(value)];
  });
}

function isJsonNumber(text: string): boolean {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
