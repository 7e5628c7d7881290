// The errors of generated data: which rule a row breaks, and what its fields say then.

import { COLUMNS } from "../../domain/columns.ts";
import { RULE_IDS, type RuleId } from "../../domain/rule.ts";
import type { ErrorKinds } from "./generate_options.ts";

/** The required fields of a row, as texts. */
export interface FieldTexts {
  readonly user_id: string;
  readonly show_name: string;
  readonly watch_duration_minutes: string;
  readonly watch_date: string;
}

/** A rule that is broken, and how many rows have broken it before: the choice among its variants. */
export interface PlannedError {
  readonly rule: RuleId;
  readonly turn: number;
}

/** Over-long rows are large, so a file has no more than these, whatever its size. */
const TOO_LONG_ROWS = 4;

/** Not `watch_date.too_early`, which came later: the file of a seed stays what it was. */
const RULES = RULE_IDS.filter((rule) => rule !== "watch_date.too_early");
const FIELD_RULES = RULES.filter((rule) => !rule.startsWith("row."));
const SHORT_RULES = RULES.filter((rule) => rule !== "row.too_long");

/** The rule that error `ordinal` (from 1) breaks: each in turn, so that all are equally frequent. */
export function planError(ordinal: number, kinds: ErrorKinds): PlannedError {
  const index = ordinal - 1;
  if (kinds === "fields") return inTurn(index, FIELD_RULES, 0);
  const withTooLong = TOO_LONG_ROWS * RULES.length;
  return index < withTooLong
    ? inTurn(index, RULES, 0)
    : inTurn(index - withTooLong, SHORT_RULES, TOO_LONG_ROWS);
}

function inTurn(index: number, rules: readonly RuleId[], turnsBefore: number): PlannedError {
  return {
    rule: rules[index % rules.length]!,
    turn: turnsBefore + Math.floor(index / rules.length),
  };
}

type Spoiling = (fields: FieldTexts) => Partial<FieldTexts>;

const duration = (text: string): Spoiling => () => ({ watch_duration_minutes: text });
const date = (spoil: (watchDate: string) => string): Spoiling => (fields) => ({
  watch_date: spoil(fields.watch_date),
});

/** The ways to break each rule about a field; the rules about a whole row are the writers' matter. */
const SPOILINGS: Readonly<Partial<Record<RuleId, readonly Spoiling[]>>> = {
  "row.too_long": [
    ({ show_name }) => ({ show_name: repeatPast(COLUMNS.show_name.maxBytes, `${show_name} `) }),
    ({ user_id }) => ({ user_id: repeatPast(COLUMNS.user_id.maxBytes, user_id) }),
  ],
  "user_id.missing": [() => ({ user_id: "" }), () => ({ user_id: "  " })],
  "show_name.missing": [() => ({ show_name: "" }), () => ({ show_name: " " })],
  "watch_duration_minutes.not_a_number": [
    duration(""),
    duration("n/a"),
    ({ watch_duration_minutes }) => ({ watch_duration_minutes: `${watch_duration_minutes} min` }),
    duration("NaN"),
    duration("0:42:10"),
    duration("Infinity"),
  ],
  "watch_duration_minutes.out_of_range": [
    ({ watch_duration_minutes }) => ({ watch_duration_minutes: `-${watch_duration_minutes}` }),
    duration("0"),
    duration("1440.1"),
    ({ watch_duration_minutes }) => ({ watch_duration_minutes: `${watch_duration_minutes}e4` }),
  ],
  "watch_date.invalid": [
    date((text) => `${text.slice(0, 4)}-02-30${text.slice(10)}`),
    date((text) => `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)}`),
    date((text) => `${text.slice(0, 4)}-13${text.slice(7)}`),
    date(() => ""),
    date((text) => `${text.slice(0, 11)}25:61:00Z`),
    date(() => "yesterday"),
  ],
  // A century on, so that it lies in the future on whatever day the file is read.
  "watch_date.in_future": [date((text) => `${Number(text.slice(0, 4)) + 100}-01-${text.slice(8)}`)],
};

/** The fields of a row that breaks a rule about a field; unchanged when the rule is about the row. */
export function spoilFields(fields: FieldTexts, { rule, turn }: PlannedError): FieldTexts {
  const spoilings = SPOILINGS[rule];
  return spoilings === undefined
    ? fields
    : { ...fields, ...spoilings[turn % spoilings.length]!(fields) };
}

function repeatPast(bytes: number, text: string): string {
  return text.repeat(Math.floor(bytes / text.trim().length) + 1) + text.trim();
}

/** One error in 32 about quotes is a quote left open, and at most three in a file; from 0. */
export function isQuoteLeftOpen(turn: number): boolean {
  return turn % 32 === 1 && turn < 96;
}

/**
 * Puts a Latin-1 letter into UTF-8 text at byte `at`, which must be where a character starts: 0xE9 asks
 * for two continuation bytes and no character starts with one, so the text is no valid UTF-8 any more.
 */
export function withLatin1Letter(bytes: Uint8Array, at: number): Uint8Array {
  const spoiled = new Uint8Array(bytes.length + 1);
  spoiled.set(bytes.subarray(0, at));
  spoiled[at] = 0xe9;
  spoiled.set(bytes.subarray(at), at + 1);
  return spoiled;
}
