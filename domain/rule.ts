// The rules a row must keep, by id. The ids are API: reports, quarantine and metrics use them.

/** Largest row, in bytes. A quote that stays open longer than this is `row.quoting`. */
export const MAX_ROW_BYTES = 1_048_576;
/** Longest view, in minutes. */
export const MAX_WATCH_MINUTES = 1_440;

/** Rule ids in the order in which a row's reasons are listed; the first one broken is the one counted. */
export const RULE_IDS = [
  "row.columns",
  "row.quoting",
  "row.encoding",
  "row.too_long",
  "user_id.missing",
  "show_name.missing",
  "watch_duration_minutes.not_a_number",
  "watch_duration_minutes.out_of_range",
  "watch_date.invalid",
  "watch_date.too_early",
  "watch_date.in_future",
] as const;

/** One of {@link RULE_IDS}. */
export type RuleId = typeof RULE_IDS[number];

/** Why rows may be left out on purpose (Netflix exports only), in the order they are tried. */
export const EXCLUSION_IDS = ["supplemental", "autoplayed"] as const;

/** One of {@link EXCLUSION_IDS}. */
export type ExclusionId = typeof EXCLUSION_IDS[number];

/** What rows of each reason are, for people. */
export const EXCLUSION_NAMES: Readonly<Record<string, string>> = {
  supplemental: "trailers and extras",
  autoplayed: "played by themselves for less than 2 minutes",
};

/** What each rule asks for, as a sentence for people; also the `expected` text of a reason. */
export const RULE_EXPECTATIONS: Readonly<Record<RuleId, string>> = {
  "row.columns": "as many cells as the header, or a JSON object",
  "row.quoting": "a closing quote followed by a comma or the end of the row, within 1 MiB",
  "row.encoding": "valid UTF-8",
  "row.too_long":
    "at most 1 MiB a row, 256 bytes of user_id, 1,024 of show_name, 512 of other texts",
  "user_id.missing": "text that is not empty; in JSON a text or a whole number",
  "show_name.missing": "text that is not empty; in JSON a text or a whole number",
  "watch_duration_minutes.not_a_number": "a decimal number of minutes",
  "watch_duration_minutes.out_of_range": "more than 0 and at most 1440 minutes",
  "watch_date.invalid":
    "YYYY-MM-DD, or with T or a space HH:MM[:SS[.f]] and an optional Z, UTC or ±HH:MM; in JSON also whole " +
    "seconds or milliseconds since 1970; years 0001 to 9999",
  "watch_date.too_early": "no earlier than EARLIEST_WATCH_DATE: 1990-01-01 unless it is set",
  "watch_date.in_future": "no later than the ingest time plus 5 minutes",
};

/** One broken rule of a row. `field` is null when the row as a whole breaks it. */
export interface Reason {
  readonly rule: RuleId;
  readonly field: string | null;
  /** The offending value as it came (shortened to 200 characters), null when there is none. */
  readonly value: string | null;
  readonly expected: string;
}

/** Builds a reason; `value` is shortened to 200 characters. */
export function reason(rule: RuleId, field: string | null, value: string | null): Reason {
  const shown = value !== null && value.length > 200 ? value.slice(0, 199) + "…" : value;
  return { rule, field, value: shown, expected: RULE_EXPECTATIONS[rule] };
}

/** Where and why a row was set aside. `raw` rebuilds the row's bytes exactly. */
export interface QuarantinedRow {
  /** The input it came from: a path, `-` for standard input, or `topic/partition`. */
  readonly source: string;
  /** 1-based physical line on which the row starts. */
  readonly line: number;
  /** Byte (of the uncompressed input) at which the row starts, or the record's offset in a log. */
  readonly offset: number;
  readonly reasons: readonly Reason[];
  /** The row's exact text without its line end; base64 when `encoding` says so. */
  readonly raw: string;
  readonly encoding?: "base64";
}
