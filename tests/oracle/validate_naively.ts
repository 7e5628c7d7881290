// Tries each rule of the contract on one row, in the contract's order.

import { COLUMNS, forDimensions, LIMITED_COLUMNS } from "../../domain/columns.ts";
import { MAX_WATCH_MINUTES, type Reason, reason } from "../../domain/rule.ts";
import type { View } from "../../domain/view.ts";
import type { NaiveFields } from "./naive_fields.ts";

/** All broken rules, after those of the row as a whole. The dates are the first and the last that are taken. */
export function reasonsOf(
  fields: NaiveFields,
  rowReasons: readonly Reason[],
  { earliestMs, latestMs }: { readonly earliestMs: number; readonly latestMs: number },
): Reason[] {
  const { userId, showName, watchMinutes, watchMinutesText, startMs, watchDateText } = fields;
  const broken = [...rowReasons];
  const texts = {
    ...{ ...fields, user_id: userId, show_name: showName },
    ...{ event_id: fields.eventId, episode: fields.episode ?? "" },
  };
  for (const name of LIMITED_COLUMNS) {
    const text = tidy(texts[name]);
    if (utf8Bytes(text) > COLUMNS[name].maxBytes) broken.push(reason("row.too_long", name, text));
  }
  if (tidy(userId) === "") {
    broken.push(reason("user_id.missing", "user_id", fields.userIdAsFound ?? userId));
  }
  if (tidy(showName) === "") {
    broken.push(reason("show_name.missing", "show_name", fields.showNameAsFound ?? showName));
  }
  const duration = "watch_duration_minutes";
  if (Number.isNaN(watchMinutes)) {
    broken.push(reason(`${duration}.not_a_number`, duration, watchMinutesText));
  } else if (watchMinutes <= 0 || watchMinutes > MAX_WATCH_MINUTES) {
    broken.push(reason(`${duration}.out_of_range`, duration, watchMinutesText));
  }
  if (Number.isNaN(startMs)) {
    broken.push(reason("watch_date.invalid", "watch_date", watchDateText));
  } else if (startMs < earliestMs) {
    broken.push(reason("watch_date.too_early", "watch_date", watchDateText));
  } else if (startMs > latestMs) {
    broken.push(reason("watch_date.in_future", "watch_date", watchDateText));
  }
  return broken;
}

/** The view of fields that keep every rule. */
export function viewOf(fields: NaiveFields): View {
  return {
    userId: tidy(fields.userId),
    showName: tidy(fields.showName),
    watchMinutes: fields.watchMinutes,
    startMs: fields.startMs,
    eventId: tidy(fields.eventId) || null,
    episode: fields.episode === null ? null : tidy(fields.episode),
    ...forDimensions((name) => tidy(fields[name]) || null),
  };
}

/** Trimmed; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
function tidy(text: string): string {
  return text.trim().toWellFormed();
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
