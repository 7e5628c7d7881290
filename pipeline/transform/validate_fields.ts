// Tries the field rules on one row: either a view or every reason why it is none.

import {
  COLUMNS,
  forDimensions,
  LIMITED_COLUMNS,
  type LimitedColumn,
} from "../../domain/columns.ts";
import { MAX_WATCH_MINUTES, type Reason, reason } from "../../domain/rule.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../domain/scoring.ts";
import type { View } from "../../domain/view.ts";
import type { RawFields } from "./raw_fields.ts";

/** What a row turned out to be. */
export type Validated =
  | { readonly kind: "view"; readonly view: View }
  | { readonly kind: "bad"; readonly reasons: readonly Reason[] };

/** When rows are validated: `nowMs` is the ingest time. */
export interface ValidationContext {
  readonly nowMs: number;
  readonly thresholds?: Thresholds;
}

/**
 * Tries every field rule of the contract, in the contract's order.
 * Reasons about the row as a whole (`row.columns`, `row.quoting`, `row.encoding`, a row that is too
 * long) are the reader's to find; it passes them as `rowReasons`, and they come first.
 */
export function validateFields(
  fields: RawFields,
  context: ValidationContext,
  rowReasons: readonly Reason[] = [],
): Validated {
  const { nowMs, thresholds = DEFAULT_THRESHOLDS } = context;
  const texts = cleanTexts(fields);
  const { user_id: userId, show_name: showName } = texts;
  const reasons: Reason[] = [...rowReasons];
  checkLengths(texts, reasons);
  if (userId === "") {
    reasons.push(reason("user_id.missing", "user_id", fields.userIdAsFound ?? fields.userId));
  }
  if (showName === "") {
    reasons.push(
      reason("show_name.missing", "show_name", fields.showNameAsFound ?? fields.showName),
    );
  }
  checkDuration(fields, reasons);
  checkDate(fields, dateBounds({ nowMs, thresholds }), reasons);
  if (reasons.length > 0) return { kind: "bad", reasons };
  return {
    kind: "view",
    view: {
      ...forDimensions((name) => texts[name] || null),
      userId,
      showName,
      watchMinutes: fields.watchMinutes,
      startMs: fields.startMs,
      eventId: texts.event_id || null,
      episode: fields.episode === null ? null : texts.episode,
    },
  };
}

/** Trimmed, and well-formed so that UTF-8 can hold it: a lone surrogate from JSON becomes U+FFFD. */
export function clean(text: string): string {
  return text.trim().toWellFormed();
}

/** Event times that are neither too early nor in the future, in milliseconds, both included. */
export interface DateBounds {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** The event times that are taken in a context. */
export function dateBounds(
  { nowMs, thresholds = DEFAULT_THRESHOLDS }: ValidationContext,
): DateBounds {
  return { earliestMs: thresholds.earliestMs, latestMs: nowMs + thresholds.futureToleranceMs };
}

type CleanTexts = Readonly<Record<LimitedColumn, string>>;

function cleanTexts(fields: RawFields): CleanTexts {
  return {
    ...forDimensions((name) => clean(fields[name])),
    user_id: clean(fields.userId),
    show_name: clean(fields.showName),
    event_id: clean(fields.eventId),
    episode: clean(fields.episode ?? ""),
    genre: clean(fields.genre),
  };
}

function checkLengths(texts: CleanTexts, reasons: Reason[]): void {
  for (const name of LIMITED_COLUMNS) {
    const text = texts[name];
    if (isLonger(text, COLUMNS[name].maxBytes)) reasons.push(reason("row.too_long", name, text));
  }
}

const utf8 = new TextEncoder();

function isLonger(text: string, maxBytes: number): boolean {
  // A UTF-16 unit takes at most three bytes of UTF-8, so most texts need no encoding to be sure.
  return text.length * 3 > maxBytes &&
    (text.length > maxBytes || utf8.encode(text).length > maxBytes);
}

function checkDuration(fields: RawFields, reasons: Reason[]): void {
  const field = "watch_duration_minutes";
  if (Number.isNaN(fields.watchMinutes)) {
    reasons.push(
      reason("watch_duration_minutes.not_a_number", field, fields.watchMinutesText),
    );
  } else if (!(fields.watchMinutes > 0 && fields.watchMinutes <= MAX_WATCH_MINUTES)) {
    reasons.push(reason("watch_duration_minutes.out_of_range", field, fields.watchMinutesText));
  }
}

function checkDate(
  fields: RawFields,
  { earliestMs, latestMs }: DateBounds,
  reasons: Reason[],
): void {
  if (Number.isNaN(fields.startMs)) {
    reasons.push(reason("watch_date.invalid", "watch_date", fields.watchDateText));
  } else if (fields.startMs < earliestMs) {
    reasons.push(reason("watch_date.too_early", "watch_date", fields.watchDateText));
  } else if (fields.startMs > latestMs) {
    reasons.push(reason("watch_date.in_future", "watch_date", fields.watchDateText));
  }
}
