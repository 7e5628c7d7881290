// Tries the field rules on one row: either a view or every reason why it is none.

import {
  MAX_SHOW_NAME_BYTES,
  MAX_USER_ID_BYTES,
  MAX_WATCH_MINUTES,
  type Reason,
  reason,
} from "../../domain/rule.ts";
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
  const userId = clean(fields.userId);
  const showName = clean(fields.showName);
  const reasons: Reason[] = [...rowReasons];
  if (isLonger(userId, MAX_USER_ID_BYTES)) reasons.push(reason("row.too_long", "user_id", userId));
  if (isLonger(showName, MAX_SHOW_NAME_BYTES)) {
    reasons.push(reason("row.too_long", "show_name", showName));
  }
  if (userId === "") reasons.push(reason("user_id.missing", "user_id", fields.userId));
  if (showName === "") reasons.push(reason("show_name.missing", "show_name", fields.showName));
  checkDuration(fields, reasons);
  checkDate(fields, nowMs + thresholds.futureToleranceMs, reasons);
  if (reasons.length > 0) return { kind: "bad", reasons };
  return {
    kind: "view",
    view: {
      userId,
      showName,
      watchMinutes: fields.watchMinutes,
      startMs: fields.startMs,
      eventId: clean(fields.eventId) || null,
      episode: fields.episode === null ? null : clean(fields.episode),
      device: clean(fields.device) || null,
      country: clean(fields.country) || null,
    },
  };
}

/** Trimmed, and well-formed so that UTF-8 can hold it: a lone surrogate from JSON becomes U+FFFD. */
export function clean(text: string): string {
  return text.trim().toWellFormed();
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

function checkDate(fields: RawFields, latestMs: number, reasons: Reason[]): void {
  if (Number.isNaN(fields.startMs)) {
    reasons.push(reason("watch_date.invalid", "watch_date", fields.watchDateText));
  } else if (fields.startMs > latestMs) {
    reasons.push(reason("watch_date.in_future", "watch_date", fields.watchDateText));
  }
}
